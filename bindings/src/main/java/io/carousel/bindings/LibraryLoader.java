package io.carousel.bindings;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;

/** Loads through JavaCPP what {@link NativeLibraries} found. */
final class LibraryLoader {
  private static volatile boolean javaCppLoaded;
  private static volatile boolean loaded;

  private LibraryLoader() {}

  /** Loads all that oneDNN needs, once. */
  static void load() {
    if (!loaded) {
      loadOnce();
    }
  }

  /** Loads all that oneDNN needs, and answers what keeps it from that; null if nothing does. */
  static Problem failure() {
    try {
      load();
      return null;
    } catch (MissingLibraryException e) {
      return e.problem();
    }
  }

  private static synchronized void loadOnce() {
    if (!loaded) {
      loadJavaCpp();
      load(NativeLibraries.all(), org.bytedeco.dnnl.global.dnnl.class);
      loaded = true;
    }
  }

  /** Loads JavaCPP's own library, once; {@link HostMemory} needs no more. */
  static void loadJavaCpp() {
    if (!javaCppLoaded) {
      loadJavaCppOnce();
    }
  }

  private static synchronized void loadJavaCppOnce() {
    if (!javaCppLoaded) {
      load(List.of(NativeLibraries.javaCpp()), Pointer.class);
      UnpackFolder.note().ifPresent(LibraryLoader::warn);
      javaCppLoaded = true;
    }
  }

  /** Asks for a logger only where there is something to say: the first one takes long to make. */
  private static void warn(String note) {
    System.getLogger(LibraryLoader.class.getName()).log(System.Logger.Level.WARNING, note);
  }

  private static void load(List<LibrarySearch> searches, Class<?> owner) {
    LibraryReport report = NativeLibraries.report(searches, Map.of(), null, false);
    if (!report.usable()) {
      throw new MissingLibraryException(
          new Problem(report.problem().get(), report.remedy().get()), null);
    }
    for (LibrarySearch search : searches) {
      Optional<Problem> mixture = search.mixture();
      if (mixture.isPresent()) {
        throw new MissingLibraryException(mixture.get(), null);
      }
    }
    try {
      Loader.load(owner);
    } catch (LinkageError | RuntimeException e) {
      throw new MissingLibraryException(
          new Problem(
              "the native libraries must be loadable, cause=" + root(e).getMessage(),
              "see whether this system has what they need, such as its C++ run-time"),
          e);
    }
  }

  /** What the system said; JavaCPP wraps it into its own search for other places. */
  private static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** The files that JavaCPP has loaded, by library. */
  static Map<String, String> loadedFiles() {
    return Loader.getLoadedLibraries();
  }
}
