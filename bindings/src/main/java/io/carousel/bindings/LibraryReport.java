package io.carousel.bindings;

import java.util.List;
import java.util.Optional;

/**
 * What is known of the native libraries.
 *
 * @param platform this machine, in JavaCPP's words, such as {@code linux-x86_64}
 * @param unpackFolder where JavaCPP puts the libraries it takes out of jars; empty if it can write
 *     nowhere
 * @param libraries each library that oneDNN needs, itself last
 * @param problem why they cannot be used
 * @param remedy what to add or change; present when there is a problem
 */
public record LibraryReport(
    String platform,
    Optional<String> unpackFolder,
    List<Library> libraries,
    Optional<String> problem,
    Optional<String> remedy) {

  /**
   * One library.
   *
   * @param name such as {@code dnnl}
   * @param version of its jar, such as {@code 3.11-1.5.13}; empty if the jar does not tell
   * @param resource the file that was looked for
   * @param foundIn the jar or folder that has it
   * @param loadedFrom the file that was loaded, if it has been
   */
  public record Library(
      String name,
      Optional<String> version,
      String resource,
      Optional<String> foundIn,
      Optional<String> loadedFrom) {
    @Override
    public String toString() {
      return name
          + (version.isPresent() ? " " + version.get() : "")
          + (foundIn.isPresent()
              ? ": found in " + foundIn.get()
              : ": " + resource + " was not found")
          + (loadedFrom.isPresent() ? ", loaded from " + loadedFrom.get() : "");
    }
  }

  public LibraryReport {
    libraries = List.copyOf(libraries);
  }

  /** Whether nothing is known that keeps them from being used. */
  public boolean usable() {
    return problem.isEmpty();
  }

  /** The file name of a library on this platform, such as {@code libjnidnnl.so}. */
  public String file(String library) {
    return Platform.file(platform, library);
  }

  /** Problem and remedy in one line; empty if there is no problem. */
  public String message() {
    return usable() ? "" : problem.get() + "; " + remedy.orElse("");
  }

  /** Several lines for people. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("platform ").append(platform);
    text.append(
        unpackFolder.isPresent() ? ", unpack folder " + unpackFolder.get() : ", no unpack folder");
    for (Library library : libraries) {
      text.append(System.lineSeparator()).append(library);
    }
    if (!usable()) {
      text.append(System.lineSeparator()).append("problem: ").append(message());
    }
    return text.toString();
  }
}
