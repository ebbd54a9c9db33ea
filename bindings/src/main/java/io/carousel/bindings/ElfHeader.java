package io.carousel.bindings;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * The machine that a library is for, from the first bytes of its file. The system's loader says of
 * a library for another one only that there is no such file.
 */
final class ElfHeader {
  private static final int MAGIC = 0x464c457f;

  /** Where {@code e_machine} stands, two bytes. */
  private static final int MACHINE = 18;

  private ElfHeader() {}

  /**
   * Refuses a library of another machine; on platforms other than Linux it refuses nothing.
   *
   * @throws MissingLibraryException which names both machines
   */
  static void require(byte[] content, String platform, Path file) {
    if (!platform.startsWith("linux-")) {
      return;
    }
    String machine = machine(content);
    if (!platform.equals("linux-" + machine)) {
      throw MissingLibraryException.damaged(
          "the library must be for this machine, platform="
              + platform
              + ", library="
              + machine
              + ", file="
              + file,
          "the jar is damaged: take the one for " + platform,
          null);
    }
  }

  /** Such as {@code x86_64}, in JavaCPP's words. */
  static String machine(byte[] content) {
    ByteBuffer header = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    if (content.length < MACHINE + Short.BYTES || header.getInt(0) != MAGIC) {
      return "no ELF file";
    }
    int machine = Short.toUnsignedInt(header.getShort(MACHINE));
    return switch (machine) {
      case 3 -> "x86";
      case 21 -> "ppc64le";
      case 40 -> "armhf";
      case 62 -> "x86_64";
      case 183 -> "arm64";
      case 243 -> "riscv64";
      default -> "ELF machine " + machine;
    };
  }
}
