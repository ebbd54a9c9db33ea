package io.carousel.gpu;

import io.carousel.bindings.MissingLibraryException;
import io.carousel.bindings.cuda.Cuda;
import io.carousel.bindings.cuda.CudaReport;
import io.carousel.error.BackendUnavailableException;
import io.carousel.plan.SelfTest;
import io.carousel.spi.Availability;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import io.carousel.spi.BackendProvider;

/** Offers the GPU backend where there is an NVIDIA device, CUDA 13 and cuDNN 9. */
public final class GpuProvider implements BackendProvider {
  static final String NAME = "gpu";

  /** More than any CPU. */
  private static final int PREFERENCE = 20;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int preference() {
    return PREFERENCE;
  }

  /** Looks for the driver's files first: half a millisecond where there is none. */
  @Override
  public Availability probe() {
    try {
      CudaReport report = Cuda.probe();
      return report.usable()
          ? new Availability.Available("cuDNN, cuBLAS and own kernels on an NVIDIA device")
          : new Availability.Unavailable(
              report.problem().orElse("CUDA cannot be used"), report.remedy().orElse(""), null);
    } catch (LinkageError e) {
      return new Availability.Unavailable(
          "JavaCPP and the CUDA preset must be on the class path, missing=" + e.getMessage(),
          "Add org.bytedeco:javacpp and org.bytedeco:cuda, which carousel-native-gpu depends on",
          e);
    }
  }

  @Override
  public Backend open(BackendOptions options) {
    try {
      Cuda.load();
    } catch (MissingLibraryException e) {
      Availability.Unavailable why = new Availability.Unavailable(e.reason(), e.remedy(), e);
      throw new BackendUnavailableException(why.text(), e);
    }
    GpuBackend backend = GpuBackend.open(options.device());
    try {
      SelfTest.run(backend);
    } catch (RuntimeException e) {
      backend.close();
      throw e;
    }
    backend.limitMemory(options.memoryLimit());
    return backend;
  }
}
