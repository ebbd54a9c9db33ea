package io.carousel.bindings.cuda;

import java.nio.charset.StandardCharsets;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.Pointer;

/** A CUDA device. It owns nothing: its context lives as long as the process. */
public final class Device {
  private final int index;
  private final String name;
  private final int major;
  private final int minor;
  private final int multiprocessors;

  private Device(int index) {
    this.index = index;
    makeCurrent();
    CudaStatus.runtime(cudart.cudaFree((Pointer) null), "cudaFree", "device " + index);
    this.name = readName(index);
    this.major = attribute(cudart.cudaDevAttrComputeCapabilityMajor);
    this.minor = attribute(cudart.cudaDevAttrComputeCapabilityMinor);
    this.multiprocessors = attribute(cudart.cudaDevAttrMultiProcessorCount);
  }

  /**
   * The device of this index, made current for the calling thread, with its context made.
   *
   * @throws IllegalArgumentException if there is none
   * @throws io.carousel.bindings.MissingLibraryException if CUDA cannot be loaded
   */
  public static Device open(int index) {
    int count = Cuda.devices();
    if (index < 0 || index >= count) {
      throw new IllegalArgumentException(
          "device must be in 0 to "
              + (count - 1)
              + ", device="
              + index
              + "; choose one of the devices that this process sees");
    }
    return new Device(index);
  }

  private static String readName(int index) {
    byte[] text = new byte[256];
    CudaStatus.driver(
        cudart.cuDeviceGetName(text, text.length, index), "cuDeviceGetName", "device " + index);
    int length = 0;
    while (length < text.length && text[length] != 0) {
      length++;
    }
    return new String(text, 0, length, StandardCharsets.UTF_8);
  }

  private int attribute(int code) {
    int[] value = new int[1];
    CudaStatus.runtime(
        cudart.cudaDeviceGetAttribute(value, code, index), "cudaDeviceGetAttribute", toString());
    return value[0];
  }

  /** Its number among those that this process sees. */
  public int index() {
    return index;
  }

  /** Such as {@code NVIDIA H100 80GB HBM3}. */
  public String name() {
    return name;
  }

  /** Compute capability, before the point. */
  public int major() {
    return major;
  }

  /** Compute capability, after the point. */
  public int minor() {
    return minor;
  }

  /** What the compiler is told, such as {@code sm_90}. */
  public String architecture() {
    return "sm_" + major + minor;
  }

  /** How many multiprocessors it has. */
  public int multiprocessors() {
    return multiprocessors;
  }

  /** Memory of the device, in bytes. */
  public long totalBytes() {
    makeCurrent();
    return MemoryInfo.read().total();
  }

  /** Memory that no process has taken, in bytes. */
  public long freeBytes() {
    makeCurrent();
    return MemoryInfo.read().free();
  }

  /** The newest CUDA that the driver is for, such as {@code 13.0}. */
  public String driverVersion() {
    return CudaVersions.text(CudaVersions.driver());
  }

  /** The version of CUDA's run time, such as {@code 13.0}. */
  public String runtimeVersion() {
    return CudaVersions.text(CudaVersions.runtime());
  }

  /** The version of cuDNN, such as {@code 9.19.0}. */
  public String cudnnVersion() {
    return CudaVersions.dnn();
  }

  /** The same as a number that grows, such as 91900. */
  public int cudnnNumber() {
    return CudaVersions.dnnNumber();
  }

  /** Makes it the calling thread's current device. Allocates nothing. */
  public void makeCurrent() {
    int status = cudart.cudaSetDevice(index);
    if (status != 0) {
      CudaStatus.runtime(status, "cudaSetDevice", toString());
    }
  }

  @Override
  public String toString() {
    return "device " + index;
  }
}
