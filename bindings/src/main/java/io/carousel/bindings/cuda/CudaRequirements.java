package io.carousel.bindings.cuda;

import io.carousel.bindings.MissingLibraryException;
import java.util.Optional;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.cudnn;

/** Whether the libraries that were loaded go together and have a device to run on. */
final class CudaRequirements {
  private static final int CUDA_MAJOR = cudart.CUDART_VERSION / 1000;

  private CudaRequirements() {}

  /** The first requirement that is not met. */
  static Optional<MissingLibraryException> unmet() {
    int runtime = CudaVersions.runtime();
    if (runtime / 1000 != CUDA_MAJOR) {
      return unmet(
          "CUDA's run time must have major version "
              + CUDA_MAJOR
              + ", version="
              + CudaVersions.text(runtime),
          "install CUDA " + CUDA_MAJOR);
    }
    int driver = CudaVersions.driver();
    if (driver / 1000 < CUDA_MAJOR) {
      return unmet(
          "the NVIDIA driver must be for CUDA "
              + CUDA_MAJOR
              + ".0 or newer, driver="
              + CudaVersions.text(driver)
              + ", runtime="
              + CudaVersions.text(runtime),
          "update the driver");
    }
    if (CudaVersions.dnnMajor() != cudnn.CUDNN_MAJOR) {
      return unmet(
          "cuDNN must have major version " + cudnn.CUDNN_MAJOR + ", version=" + CudaVersions.dnn(),
          "install cuDNN " + cudnn.CUDNN_MAJOR + " for CUDA " + CUDA_MAJOR);
    }
    return device();
  }

  /** Asked of the run time without {@link CudaStatus}, to whom no device is an error. */
  private static Optional<MissingLibraryException> device() {
    int[] count = new int[1];
    int status = cudart.cudaGetDeviceCount(count);
    if (status == 0 && count[0] > 0) {
      return Optional.empty();
    }
    cudart.cudaGetLastError();
    return unmet(
        "a CUDA device must be visible, status="
            + cudart.cudaGetErrorName(status).getString()
            + ", CUDA_VISIBLE_DEVICES="
            + System.getenv("CUDA_VISIBLE_DEVICES"),
        "use another backend, or let this process see a device");
  }

  private static Optional<MissingLibraryException> unmet(String reason, String remedy) {
    return Optional.of(new MissingLibraryException(reason, remedy, null));
  }
}
