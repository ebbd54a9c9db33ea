package io.carousel.bindings.cuda;

import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.cudnn;
import org.bytedeco.cuda.global.nvrtc;

/** What the loaded libraries say of themselves. */
final class CudaVersions {
  private CudaVersions() {}

  static int devices() {
    int[] count = new int[1];
    CudaStatus.runtime(cudart.cudaGetDeviceCount(count), "cudaGetDeviceCount", "the process");
    return count[0];
  }

  /** The newest CUDA that the driver is for, such as 13000; 0 without a driver. */
  static int driver() {
    int[] version = new int[1];
    CudaStatus.runtime(cudart.cudaDriverGetVersion(version), "cudaDriverGetVersion", "the process");
    return version[0];
  }

  /** The run time's version, such as 13000. */
  static int runtime() {
    int[] version = new int[1];
    CudaStatus.runtime(
        cudart.cudaRuntimeGetVersion(version), "cudaRuntimeGetVersion", "the process");
    return version[0];
  }

  /** Version 13000 as 13.0. */
  static String text(int version) {
    return version / 1000 + "." + version % 1000 / 10;
  }

  static int dnnMajor() {
    long version = cudnn.cudnnGetVersion();
    return (int) (version < 10_000 ? version / 1000 : version / 10_000);
  }

  static int dnnNumber() {
    return Math.toIntExact(cudnn.cudnnGetVersion());
  }

  /** 91900 as 9.19.0, and 8907, as versions were counted before 9, as 8.9.7. */
  static String dnn() {
    long version = cudnn.cudnnGetVersion();
    long unit = version < 10_000 ? 1000 : 10_000;
    return version / unit + "." + version % unit / 100 + "." + version % 100;
  }

  static String blas() {
    return blas(cudart.MAJOR_VERSION)
        + "."
        + blas(cudart.MINOR_VERSION)
        + "."
        + blas(cudart.PATCH_LEVEL);
  }

  private static int blas(int property) {
    int[] value = new int[1];
    CudaStatus.blas(cublas.cublasGetProperty(property, value), "cublasGetProperty", "the process");
    return value[0];
  }

  static String compiler() {
    int[] major = new int[1];
    int[] minor = new int[1];
    CudaStatus.compiler(nvrtc.nvrtcVersion(major, minor), "nvrtcVersion", "the process", "");
    return major[0] + "." + minor[0];
  }
}
