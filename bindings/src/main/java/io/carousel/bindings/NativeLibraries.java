package io.carousel.bindings;

import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;

/** Finds, loads and diagnoses the native libraries of JavaCPP and oneDNN. */
public final class NativeLibraries {
  private static final System.Logger LOG = System.getLogger(NativeLibraries.class.getName());
  private static volatile boolean javaCppLoaded;
  private static volatile boolean loaded;

  private NativeLibraries() {}

  private static LibrarySearch javaCpp() {
    return new LibrarySearch("javacpp", "Pointer", "jnijavacpp");
  }

  /** All that oneDNN needs: its preset loads that of OpenCL first. */
  private static List<LibrarySearch> all() {
    return List.of(
        javaCpp(),
        new LibrarySearch("opencl", "presets/OpenCL", "jniOpenCL"),
        new LibrarySearch("dnnl", "presets/dnnl", "jnidnnl"));
  }

  /**
   * Looks for the libraries among resources. Loads nothing, unpacks nothing, never throws; takes a
   * few milliseconds.
   */
  public static LibraryReport probe() {
    return report(all(), Map.of(), Optional.empty());
  }

  /**
   * Loads the libraries, which takes some hundred milliseconds the first time, and says where each
   * was found and what was loaded, or why it could not be. Never throws.
   */
  public static LibraryReport diagnose() {
    try {
      load();
    } catch (MissingLibraryException e) {
      LibraryReport found = probe();
      return found.usable()
          ? report(all(), loadedFiles(), Optional.of(unloadable(e.getCause())))
          : found;
    }
    return report(all(), loadedFiles(), Optional.empty());
  }

  /**
   * Loads oneDNN, once; later calls cost nothing.
   *
   * @throws MissingLibraryException if that is not possible
   */
  public static void load() {
    if (!loaded) {
      loadOnce();
    }
  }

  private static synchronized void loadOnce() {
    if (loaded) {
      return;
    }
    loadJavaCpp();
    load(all(), () -> Loader.load(org.bytedeco.dnnl.global.dnnl.class));
    loaded = true;
  }

  /** Loads JavaCPP's own library, once; {@link HostMemory} needs no more. */
  static void loadJavaCpp() {
    if (!javaCppLoaded) {
      loadJavaCppOnce();
    }
  }

  private static synchronized void loadJavaCppOnce() {
    if (!javaCppLoaded) {
      load(List.of(javaCpp()), () -> Loader.load(Pointer.class));
      UnpackFolder.note().ifPresent(note -> LOG.log(System.Logger.Level.WARNING, note));
      javaCppLoaded = true;
    }
  }

  private static void load(List<LibrarySearch> searches, Runnable loading) {
    LibraryReport report = report(searches, Map.of(), Optional.empty());
    if (!report.usable()) {
      throw new MissingLibraryException(report.message(), null);
    }
    try {
      loading.run();
    } catch (LinkageError | RuntimeException e) {
      String[] problem = unloadable(e);
      throw new MissingLibraryException(problem[0] + "; " + problem[1], e);
    }
  }

  private static String[] unloadable(Throwable cause) {
    return new String[] {
      "the native libraries must be loadable, cause=" + cause,
      "see whether this system has what they need, such as its C++ run-time"
    };
  }

  private static Map<String, String> loadedFiles() {
    return Loader.getLoadedLibraries();
  }

  private static LibraryReport report(
      List<LibrarySearch> searches, Map<String, String> files, Optional<String[]> failure) {
    Optional<File> folder = UnpackFolder.chosen();
    Optional<String[]> problem =
        searches.stream()
            .map(LibrarySearch::problem)
            .flatMap(Optional::stream)
            .findFirst()
            .or(() -> folder.isPresent() ? Optional.empty() : Optional.of(unwritable()))
            .or(() -> failure);
    return new LibraryReport(
        Platform.current(),
        folder.map(File::getPath),
        searches.stream()
            .map(search -> search.report(Optional.ofNullable(files.get(search.library()))))
            .toList(),
        problem.map(p -> p[0]),
        problem.map(p -> p[1]),
        UnpackFolder.note());
  }

  private static String[] unwritable() {
    return new String[] {
      "the folder that native libraries are unpacked into must be writable, tried="
          + UnpackFolder.candidates(),
      "name another one with 100 MB of space by -D" + UnpackFolder.PROPERTY + "=FOLDER"
    };
  }
}
