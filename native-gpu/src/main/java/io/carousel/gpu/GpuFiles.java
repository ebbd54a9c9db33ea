package io.carousel.gpu;

import io.carousel.bindings.CacheFolder;
import io.carousel.bindings.MissingLibraryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * A folder of what has been found out once for this machine: compiled kernels, and which algorithm
 * was fastest. Nothing in it is needed; where it cannot be written, things are found out again.
 */
final class GpuFiles {
  /** The system property that says whether to keep anything: {@code on} or {@code off}. */
  static final String PROPERTY = "carousel.gpu.cache";

  private static final System.Logger LOG = System.getLogger(GpuFiles.class.getName());

  private final Optional<Path> folder;
  private boolean told;

  GpuFiles(Optional<Path> folder) {
    this.folder = folder;
  }

  /**
   * One in the cache folder, unless the property says that nothing is kept.
   *
   * @throws IllegalArgumentException if the property says anything else
   */
  static GpuFiles chosen() {
    String keep = System.getProperty(PROPERTY, "on");
    if (!keep.equals("on") && !keep.equals("off")) {
      throw new IllegalArgumentException(
          PROPERTY
              + " must be on or off, "
              + PROPERTY
              + "="
              + keep
              + "; name a folder by -D"
              + CacheFolder.PROPERTY
              + "=FOLDER");
    }
    return new GpuFiles(keep.equals("on") ? folder() : Optional.empty());
  }

  private static Optional<Path> folder() {
    try {
      return Optional.of(CacheFolder.make("gpu"));
    } catch (MissingLibraryException e) {
      LOG.log(
          System.Logger.Level.INFO,
          "the gpu backend has no folder, so kernels are compiled and algorithms timed anew; "
              + e.getMessage());
      return Optional.empty();
    }
  }

  /** What a file holds; empty if it is not there or cannot be read. */
  Optional<byte[]> read(String name) {
    if (folder.isEmpty()) {
      return Optional.empty();
    }
    Path file = folder.get().resolve(name);
    try {
      return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    } catch (IOException e) {
      tell("read", e);
      return Optional.empty();
    }
  }

  /** Writes a file whole or not at all; says so once if it cannot. */
  void write(String name, byte[] content) {
    if (folder.isEmpty()) {
      return;
    }
    try {
      Files.createDirectories(folder.get());
      Path draft = Files.createTempFile(folder.get(), name, ".part");
      try {
        Files.write(draft, content);
        Files.move(draft, folder.get().resolve(name), StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      tell("write", e);
    }
  }

  private void tell(String what, IOException e) {
    if (!told) {
      told = true;
      LOG.log(
          System.Logger.Level.INFO,
          "the gpu backend cannot "
              + what
              + " its folder, so kernels are compiled and algorithms timed anew, folder="
              + folder.get()
              + ", reason="
              + e
              + "; name another by -D"
              + CacheFolder.PROPERTY
              + "=FOLDER");
    }
  }
}
