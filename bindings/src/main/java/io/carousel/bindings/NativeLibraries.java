package io.carousel.bindings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds, loads and diagnoses the native libraries of JavaCPP and oneDNN. */
public final class NativeLibraries {
  private NativeLibraries() {}

  static LibrarySearch javaCpp() {
    return new LibrarySearch("javacpp", "Pointer", "jnijavacpp");
  }

  /** All that oneDNN needs: its preset loads that of OpenCL first. */
  static List<LibrarySearch> all() {
    return List.of(
        javaCpp(),
        new LibrarySearch("opencl", "presets/OpenCL", "jniOpenCL"),
        new LibrarySearch("dnnl", "presets/dnnl", "jnidnnl"));
  }

  /**
   * Looks for the libraries among resources, but not for their versions. Loads nothing, unpacks
   * nothing, never throws. Takes 1 ms; the first call in a JVM that has opened no jar yet, up to
   * 20.
   */
  public static LibraryReport probe() {
    return report(all(), Map.of(), null, false);
  }

  /**
   * Loads the libraries, which takes some hundred milliseconds the first time, and says where each
   * was found and what was loaded, or why it could not be. Never throws.
   */
  public static LibraryReport diagnose() {
    if (!probe().usable()) {
      return report(all(), Map.of(), null, true);
    }
    Problem failure = LibraryLoader.failure();
    return report(all(), LibraryLoader.loadedFiles(), failure, true);
  }

  /**
   * Loads oneDNN, once; later calls cost nothing.
   *
   * @throws MissingLibraryException if that is not possible
   */
  public static void load() {
    LibraryLoader.load();
  }

  /**
   * Looks for JavaCPP and one more of its presets, as {@link #probe} does for oneDNN. Loads
   * nothing, never throws.
   *
   * @param artifact of group org.bytedeco, such as {@code cuda}
   * @param marker a class that its Java jar must have, such as {@code presets/cudart}
   * @param library the native library in its other jar, such as {@code jnicudart}
   * @param versions whether to read the versions and to refuse a mixture, which opens every jar
   */
  public static LibraryReport preset(
      String artifact, String marker, String library, boolean versions) {
    List<LibrarySearch> searches = List.of(javaCpp(), new LibrarySearch(artifact, marker, library));
    Problem mixture = null;
    for (int i = searches.size(); versions && i-- > 0; ) {
      mixture = searches.get(i).mixture().orElse(mixture);
    }
    return report(searches, Map.of(), mixture, versions);
  }

  /** This machine in JavaCPP's words, such as {@code linux-x86_64}; loads nothing. */
  public static String platform() {
    return Platform.current();
  }

  /**
   * Loads JavaCPP's own library, once.
   *
   * @throws MissingLibraryException if that is not possible
   */
  public static void loadJavaCpp() {
    LibraryLoader.loadJavaCpp();
  }

  /**
   * @param files what has been loaded, by library
   * @param failure what happened when loading what had been found; may be null
   * @param versions whether to read the versions, which opens every jar on the class path
   */
  static LibraryReport report(
      List<LibrarySearch> searches, Map<String, String> files, Problem failure, boolean versions) {
    Optional<Problem> unusable = UnpackFolder.problem();
    Optional<Problem> problem = problem(searches, unusable, failure);
    List<LibraryReport.Library> libraries = new ArrayList<>();
    for (LibrarySearch search : searches) {
      libraries.add(search.report(files, versions));
    }
    return new LibraryReport(
        Platform.current(),
        unusable.isPresent() ? Optional.empty() : Optional.of(UnpackFolder.folder().getPath()),
        libraries,
        problem.isPresent() ? Optional.of(problem.get().reason()) : Optional.empty(),
        problem.isPresent() ? Optional.of(problem.get().remedy()) : Optional.empty());
  }

  private static Optional<Problem> problem(
      List<LibrarySearch> searches, Optional<Problem> unusable, Problem failure) {
    for (LibrarySearch search : searches) {
      Optional<Problem> problem = search.problem();
      if (problem.isPresent()) {
        return problem;
      }
    }
    return unusable.isPresent() ? unusable : Optional.ofNullable(failure);
  }
}
