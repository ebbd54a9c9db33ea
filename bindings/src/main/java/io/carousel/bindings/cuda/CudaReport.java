package io.carousel.bindings.cuda;

import java.util.List;
import java.util.Optional;

/**
 * What is known of CUDA on this machine.
 *
 * @param platform this machine, in JavaCPP's words, such as {@code linux-x86_64}
 * @param parts what was found, in the order in which it is needed; a probe lists the jars only
 * @param problem why it cannot be used
 * @param remedy what to add or change; present when there is a problem
 */
public record CudaReport(
    String platform, List<Part> parts, Optional<String> problem, Optional<String> remedy) {

  /**
   * A jar, a library or a device.
   *
   * @param name such as {@code cuda}, {@code libcudnn} or {@code device 0}
   * @param version such as {@code 9.19.0}; empty if it is not known
   * @param place the jar, folder or file that it is in, or what else there is to say
   */
  public record Part(String name, Optional<String> version, String place) {
    @Override
    public String toString() {
      return name + (version.isPresent() ? " " + version.get() : "") + ": " + place;
    }
  }

  public CudaReport {
    parts = List.copyOf(parts);
  }

  /** Whether nothing is known that keeps it from being used. */
  public boolean usable() {
    return problem.isEmpty();
  }

  /** Whether there is a driver, without which no jar is looked at. */
  public boolean driverFound() {
    return !parts.isEmpty();
  }

  /** Problem and remedy in one line; empty if there is no problem. */
  public String message() {
    return usable() ? "" : problem.get() + "; " + remedy.orElse("");
  }

  /** Several lines for people. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("platform ").append(platform);
    for (Part part : parts) {
      text.append(System.lineSeparator()).append(part);
    }
    if (!usable()) {
      text.append(System.lineSeparator()).append("problem: ").append(message());
    }
    return text.toString();
  }
}
