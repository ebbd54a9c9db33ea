package io.carousel.cpu;

import io.carousel.bindings.NativeLibraries;
import io.carousel.bindings.OneDnn;
import io.carousel.bindings.OwnLibrary;

/** Loads the library of {@link CpuKernels}, once. */
final class CpuLibrary {
  private static volatile boolean loaded;

  private CpuLibrary() {}

  /**
   * Loads oneDNN and then our library: it uses the OpenMP library that oneDNN's jar brings, so that
   * there is one in the process and none need be installed.
   *
   * @throws io.carousel.bindings.MissingLibraryException if either cannot be loaded
   */
  static void load() {
    if (!loaded) {
      loadOnce();
    }
  }

  private static synchronized void loadOnce() {
    if (!loaded) {
      NativeLibraries.load();
      String file = System.mapLibraryName("jniCpuKernels");
      String resource = "io/carousel/cpu/" + NativeLibraries.platform() + "/" + file;
      new OwnLibrary(CpuLibrary.class.getClassLoader(), resource).load(path -> System.load(path));
      if (!CpuKernels.instructionSets().contains("avx2")) {
        OneDnn.atMostAvx();
      }
      loaded = true;
    }
  }
}
