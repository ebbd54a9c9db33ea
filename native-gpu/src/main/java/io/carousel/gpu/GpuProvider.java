package io.carousel.gpu;

import io.carousel.bindings.MissingLibraryException;
import io.carousel.bindings.NativeCallException;
import io.carousel.bindings.cuda.Cuda;
import io.carousel.bindings.cuda.CudaReport;
import io.carousel.bindings.cuda.DeviceMemoryException;
import io.carousel.error.BackendUnavailableException;
import io.carousel.plan.SelfTest;
import io.carousel.spi.Availability;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import io.carousel.spi.BackendProvider;
import io.carousel.spi.base.MemoryLimit;

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
              report.problem().orElse("CUDA cannot be used"),
              report.remedy().orElse(""),
              report.driverFound() ? "" : "no NVIDIA driver",
              null);
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
    try {
      GpuBackend backend = tested(GpuBackend.open(options.device()));
      backend.bound(MemoryLimit.asked(options), options.planCache());
      return backend;
    } catch (NativeCallException | DeviceMemoryException e) {
      throw new BackendUnavailableException(
          "device "
              + options.device()
              + " must start and run a small LSTM, failed="
              + e.getMessage()
              + ". Update driver, CUDA and cuDNN together, free the device, or use backend cpu",
          e);
    }
  }

  private static GpuBackend tested(GpuBackend backend) {
    try {
      SelfTest.run(backend);
      return backend;
    } catch (RuntimeException e) {
      try {
        backend.close();
      } catch (RuntimeException closing) { // a device that has failed says so at every call
        e.addSuppressed(closing);
      }
      throw e;
    }
  }
}
