package io.carousel.bindings.cuda;

import io.carousel.bindings.Address;
import io.carousel.bindings.HostMemory;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.global.cudart;

/** Machine code on the device that was current when it was loaded. */
public final class CudaModule extends CudaHandle {
  private final CUmod_st handle = new CUmod_st();

  private CudaModule(byte[] cubin) {
    super("CUDA module of " + cubin.length + " bytes");
    try (HostMemory image = HostMemory.allocate(Math.max(1, cubin.length))) {
      image.asByteBuffer().put(cubin);
      CudaStatus.driver(
          cudart.cuModuleLoadData(handle, new Address(image.address())),
          "cuModuleLoadData",
          what());
    }
    opened();
  }

  /**
   * Loads what {@link Nvrtc#compile} made. A {@link Device} must have been opened.
   *
   * @throws io.carousel.bindings.NativeCallException if it is for another device
   */
  public static CudaModule load(byte[] cubin) {
    Cuda.load();
    return new CudaModule(cubin);
  }

  /**
   * A kernel, which lives as long as this.
   *
   * @param name as declared {@code extern "C"}
   * @throws io.carousel.bindings.NativeCallException if there is none of this name
   */
  public CudaFunction function(String name) {
    requireOpen();
    CUfunc_st function = new CUfunc_st();
    CudaStatus.driver(
        cudart.cuModuleGetFunction(function, handle, name), "cuModuleGetFunction", name);
    return new CudaFunction(this, function, name);
  }

  @Override
  void destroy() {
    CudaStatus.driver(cudart.cuModuleUnload(handle), "cuModuleUnload", what());
  }
}
