package io.carousel.cpu;

import java.io.BufferedReader;
import java.io.FileReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;

/**
 * What Linux says of an x86 processor: for the one thing that has to be known before any native
 * code is loaded. All else is asked of the processor itself (cpu_features.cc).
 */
final class CpuFlags {
  private static final String FILE = "/proc/cpuinfo";

  private CpuFlags() {}

  /** Whether this machine has flags and this one is not among them; false where nobody knows. */
  static boolean lack(String flag) {
    try (Reader in = new FileReader(FILE, StandardCharsets.ISO_8859_1)) {
      return lack(flag, in);
    } catch (IOException e) {
      return false;
    }
  }

  /** The same for what the file holds: the first processor speaks for all. */
  static boolean lack(String flag, Reader cpuinfo) throws IOException {
    BufferedReader lines = new BufferedReader(cpuinfo);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("flags") && line.indexOf(':') > 0) {
        return !(line.substring(line.indexOf(':') + 1) + " ").contains(" " + flag + " ");
      }
    }
    return false;
  }
}
