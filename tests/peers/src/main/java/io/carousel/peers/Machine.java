package io.carousel.peers;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The machine.
 *
 * @param processor its name where the system tells
 * @param loadAverage how many threads wanted a core during the minute before the run
 */
record Machine(String processor, int cores, String system, String java, double loadAverage) {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  static Machine here() {
    return new Machine(
        processorName(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.version"),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static String processorName() {
    try (Stream<String> lines = Files.lines(PROCESSORS)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  /** A line about a machine that has other work, or nothing. */
  String warning() {
    return loadAverage > 0.5
        ? "The machine is busy, loadAverage="
            + loadAverage
            + ", cores="
            + cores
            + "; take --statistic best, or come back when it is idle."
        : "";
  }
}
