package io.carousel.bindings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * A small file beside a library, which says that the library has been compared with its checksum
 * and how it stood then. The time of change is what tells: whoever writes or replaces the library
 * cannot set it, while JavaCPP sets the time of modification to that of the jar's entry. Where
 * files have no such time there is no mark, and each start compares.
 */
final class CheckedMark {
  private final Path file;

  /** Null where it cannot be known. */
  private final String state;

  private CheckedMark(Path library, String state) {
    this.file = library.resolveSibling(library.getFileName() + ".checked");
    this.state = state;
  }

  /** For the library as it stands now; take it before comparing. */
  static CheckedMark of(Path library, long crc) throws IOException {
    if (!FolderTrust.knows(library)) {
      return new CheckedMark(library, null);
    }
    Map<String, Object> attributes = Files.readAttributes(library, "unix:size,ino,ctime");
    return new CheckedMark(
        library,
        "crc32="
            + Long.toHexString(crc)
            + " size="
            + attributes.get("size")
            + " inode="
            + attributes.get("ino")
            + " changed="
            + attributes.get("ctime"));
  }

  boolean isSet() throws IOException {
    return state != null && Files.isRegularFile(file) && state.equals(text());
  }

  private String text() throws IOException {
    return Files.size(file) == state.length()
        ? Files.readString(file, StandardCharsets.ISO_8859_1)
        : "";
  }

  /** Whole or not at all. */
  void set() throws IOException {
    if (state == null) {
      return;
    }
    Path draft = Files.createTempFile(file.getParent(), "checked", ".part");
    try {
      Files.writeString(draft, state, StandardCharsets.ISO_8859_1);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
