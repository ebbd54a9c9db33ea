package io.carousel.cpu;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a 64-bit little-endian shared library asks of others: the ELF format, as far as that goes.
 */
final class ElfFile {
  private static final int MAGIC = 0x464c457f;
  private static final int CLASS_64_LITTLE_ENDIAN = 0x0102;
  private static final int SECTION_VERSIONS_NEEDED = 0x6ffffffe;

  private final ByteBuffer bytes;

  ElfFile(byte[] content) {
    bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.getInt(0) != MAGIC || bytes.getShort(4) != CLASS_64_LITTLE_ENDIAN) {
      throw new IllegalArgumentException("the file must be ELF, 64 bits, little-endian");
    }
  }

  /**
   * The versions of symbols by the library that must have them: libc.so.6 to GLIBC_2.34 and so on.
   */
  Map<String, List<String>> versionsNeeded() {
    Map<String, List<String>> needed = new TreeMap<>();
    long headers = bytes.getLong(0x28);
    int size = bytes.getShort(0x3a);
    for (int i = 0; i < bytes.getShort(0x3c); i++) {
      int header = Math.toIntExact(headers) + i * size;
      if (bytes.getInt(header + 4) == SECTION_VERSIONS_NEEDED) {
        int strings = Math.toIntExact(headers) + bytes.getInt(header + 0x28) * size;
        read(offset(header), bytes.getInt(header + 0x2c), offset(strings), needed);
      }
    }
    return needed;
  }

  /** The section is a list of libraries, each with a list of versions. */
  private void read(int first, int libraries, int strings, Map<String, List<String>> into) {
    int library = first;
    for (int i = 0; i < libraries; i++) {
      List<String> versions =
          into.computeIfAbsent(text(strings + bytes.getInt(library + 4)), x -> new ArrayList<>());
      int version = library + bytes.getInt(library + 8);
      for (int j = 0; j < bytes.getShort(library + 2); j++) {
        versions.add(text(strings + bytes.getInt(version + 8)));
        version += bytes.getInt(version + 12);
      }
      library += bytes.getInt(library + 12);
    }
  }

  private int offset(int header) {
    return Math.toIntExact(bytes.getLong(header + 0x18));
  }

  private String text(int start) {
    int end = start;
    while (bytes.get(end) != 0) {
      end++;
    }
    byte[] name = new byte[end - start];
    bytes.get(start, name);
    return new String(name, US_ASCII);
  }
}
