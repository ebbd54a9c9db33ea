package io.carousel.bindings;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.jar.JarEntry;
import java.util.zip.CRC32;
import org.bytedeco.javacpp.Loader;

/** A library in a jar, whose directory has the CRC-32 of what it should be. */
final class JarLibrary {
  private static final int BUFFER = 1 << 16;

  private final URL url;
  private final JarEntry entry;

  JarLibrary(URL url, JarEntry entry) {
    this.url = url;
    this.entry = entry;
  }

  /** Lets JavaCPP unpack it, and replaces the file if it is not what the jar's directory says. */
  void unpack() throws IOException {
    Path file = Loader.cacheResource(url).toPath();
    if (entry.getCrc() < 0) {
      return; // a jar that is read as a stream may not tell
    }
    CheckedMark mark = CheckedMark.of(file, entry.getCrc());
    if (mark.isSet()) {
      return;
    }
    if (crc(file) == entry.getCrc()) {
      mark.set();
      return;
    }
    replace(file);
    CheckedMark.of(file, entry.getCrc()).set();
  }

  private static long crc(Path file) throws IOException {
    try (InputStream in = new FileInputStream(file.toFile())) {
      return copy(in, OutputStream.nullOutputStream());
    }
  }

  /** By another file, never in place: another JVM may run the one that is there. */
  private void replace(Path file) throws IOException {
    File draft = Files.createTempFile(file.getParent(), "unpack", ".part").toFile();
    try {
      long actual;
      try (InputStream in = url.openStream();
          OutputStream out = new FileOutputStream(draft)) {
        actual = copy(in, out);
      }
      if (actual != entry.getCrc()) {
        Files.deleteIfExists(file); // nobody else should run it either
        throw damaged(actual);
      }
      // By its time JavaCPP knows that the file is this entry.
      Files.setLastModifiedTime(draft.toPath(), FileTime.fromMillis(entry.getTime()));
      Files.move(
          draft.toPath(),
          file,
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft.toPath());
    }
  }

  private MissingLibraryException damaged(long actual) {
    return MissingLibraryException.damaged(
        "the library must be the one that was packed, resource="
            + url
            + ", crc32="
            + Long.toHexString(actual)
            + ", expected="
            + Long.toHexString(entry.getCrc()),
        MissingLibraryException.ANOTHER_COPY,
        null);
  }

  /** Answers the CRC-32 of what it copied. */
  private static long copy(InputStream in, OutputStream out) throws IOException {
    CRC32 crc = new CRC32();
    byte[] buffer = new byte[BUFFER];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      crc.update(buffer, 0, read);
      out.write(buffer, 0, read);
    }
    return crc.getValue();
  }
}
