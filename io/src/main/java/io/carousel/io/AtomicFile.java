package io.carousel.io;

import io.carousel.internal.Require;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Writes files so that a reader, or a kill at any moment, finds the old file or the new one and
 * nothing between: a temporary file in the same folder is written, synced to the disk and renamed.
 * A kill may leave the temporary file behind, whose name starts with a dot and ends in {@code
 * .tmp}. An interrupted thread still writes its file.
 */
public final class AtomicFile {
  private static final Pattern LEFTOVER = Pattern.compile("\\..+\\.[0-9a-f-]{36}\\.tmp");

  private AtomicFile() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes everything to the stream, which is buffered; closing it is not this method's task. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Writes this text as UTF-8; errors as in {@link #write}. */
  public static void writeText(Path file, String text) {
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Writes a file or replaces it. Where the path is a link, what it points to is replaced; where it
   * is a device or a pipe, the content goes straight there.
   *
   * @throws IllegalArgumentException if the folder does not exist or the file is a folder
   * @throws UncheckedIOException if the machine fails; the old file is as it was then
   */
  public static void write(Path file, Content content) {
    Path folder = file.toAbsolutePath().getParent();
    Require.that(!Files.isDirectory(file), "file must not be a folder, file=" + file);
    Require.that(
        folder != null && Files.isDirectory(folder),
        "folder must exist, folder=" + folder + ", file=" + file + "; create it first");
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        stream(file, content, false);
      } else {
        replace(Files.isSymbolicLink(file) ? linked(file) : file.toAbsolutePath(), content);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "file must be writable, file="
              + file
              + ": "
              + reason(e)
              + "; free some space or choose another folder (an old file is as it was)",
          e);
    }
  }

  /** What a link points to in the end; where that does not exist yet, what it says. */
  private static Path linked(Path link) throws IOException {
    if (Files.exists(link)) {
      return link.toRealPath();
    }
    return link.toAbsolutePath().resolveSibling(Files.readSymbolicLink(link)).normalize();
  }

  private static void replace(Path file, Content content) throws IOException {
    Path temporary =
        file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
    Files.createFile(temporary);
    try {
      stream(temporary, content, true);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (Throwable e) {
      delete(temporary, e);
      throw e;
    }
    syncFolder(file.getParent());
  }

  /**
   * Removes the temporary files of writers that were killed. Nobody may be writing in the folder.
   */
  public static void removeLeftovers(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, ".*.tmp")) {
      for (Path file : files) {
        if (LEFTOVER.matcher(file.getFileName().toString()).matches()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** A plain stream, since closing by an interrupt is what channels do. */
  private static void stream(Path file, Content content, boolean sync) throws IOException {
    try (FileOutputStream out = new FileOutputStream(file.toFile());
        OutputStream buffered = new BufferedOutputStream(out, 1 << 16)) {
      content.writeTo(buffered);
      buffered.flush();
      if (sync) {
        out.getFD().sync();
      }
    }
  }

  private static void delete(Path temporary, Throwable cause) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  /** Makes the new name last through a power cut; not every system can. */
  private static void syncFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows opens no folders; the file itself is on the disk already.
    }
  }

  /** Why the machine failed, in words. */
  static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return reason == null ? e.getClass().getSimpleName() : reason;
  }
}
