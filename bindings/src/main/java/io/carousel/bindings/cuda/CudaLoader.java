package io.carousel.bindings.cuda;

import io.carousel.bindings.MissingLibraryException;
import io.carousel.bindings.NativeLibraries;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/** Loads CUDA's libraries, once, and remembers what came of it. */
final class CudaLoader {
  private static volatile boolean loaded;
  private static String reason;
  private static String remedy;

  private CudaLoader() {}

  static void load() {
    if (!loaded) {
      loadOnce();
    }
  }

  private static synchronized void loadOnce() {
    if (reason != null) {
      throw new MissingLibraryException(reason, remedy, null);
    }
    if (!loaded) {
      try {
        loadAll();
        loaded = true;
      } catch (MissingLibraryException e) {
        reason = e.reason();
        remedy = e.remedy();
        throw e;
      }
    }
  }

  private static void loadAll() {
    CudaReport report = CudaProbe.probe(true);
    if (!report.usable()) {
      throw new MissingLibraryException(report.problem().get(), report.remedy().get(), null);
    }
    NativeLibraries.loadJavaCpp();
    try {
      // The run time's preset first: it alone needs the driver, and the others need it.
      Loader.load(org.bytedeco.cuda.global.cudart.class);
      Loader.load(org.bytedeco.cuda.global.nvrtc.class);
      Loader.load(org.bytedeco.cuda.global.cublas.class);
      Loader.load(org.bytedeco.cuda.global.cudnn.class);
    } catch (LinkageError | RuntimeException e) {
      throw LoadFailure.of(e);
    }
    Optional<MissingLibraryException> mismatch = CudaRequirements.unmet();
    if (mismatch.isPresent()) {
      throw mismatch.get();
    }
  }
}
