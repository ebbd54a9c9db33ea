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
      Uninterrupted.run(LibraryLoader::loadOnce);
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
      requireUsable(NativeLibraries.all());
      load(org.bytedeco.dnnl.global.dnnl.class);
      loaded = true;
    }
  }

  /** Loads JavaCPP's own library, once; {@link HostMemory} needs no more. */
  static void loadJavaCpp() {
    if (!javaCppLoaded) {
      Uninterrupted.run(LibraryLoader::loadJavaCppOnce);
    }
  }

  private static synchronized void loadJavaCppOnce() {
    if (!javaCppLoaded) {
      requireUsable(List.of(NativeLibraries.javaCpp()));
      UnpackFolder.use();
      load(Pointer.class);
      javaCppLoaded = true;
    }
  }

  private static void requireUsable(List<LibrarySearch> searches) {
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
  }

  private static void load(Class<?> owner) {
    try {
      PresetLibraries.unpack(owner);
      Loader.load(owner);
    } catch (MissingLibraryException e) {
      throw e;
    } catch (LinkageError | RuntimeException e) {
      throw new MissingLibraryException(LoaderMessage.problem(root(e).getMessage()), e);
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
