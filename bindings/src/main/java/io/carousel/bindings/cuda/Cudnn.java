package io.carousel.bindings.cuda;

import org.bytedeco.cuda.cudnn.cudnnContext;
import org.bytedeco.cuda.global.cudnn;

/** A cuDNN handle, bound to one stream. */
public final class Cudnn extends CudaHandle {
  final cudnnContext handle = new cudnnContext();

  private Cudnn() {
    super("cuDNN handle");
    CudaStatus.dnn(cudnn.cudnnCreate(handle), "cudnnCreate", what());
    opened();
  }

  /** A handle whose work runs in {@code stream}. */
  public static Cudnn create(CudaStream stream) {
    stream.requireOpen();
    Cudnn made = new Cudnn();
    try {
      CudaStatus.dnn(
          cudnn.cudnnSetStream(made.handle, stream.handle), "cudnnSetStream", made.what());
      return made;
    } catch (RuntimeException e) {
      made.close();
      throw e;
    }
  }

  /** The version of cuDNN, such as {@code 9.19.0}. */
  public static String version() {
    Cuda.load();
    return CudaVersions.dnn();
  }

  @Override
  void destroy() {
    CudaStatus.dnn(cudnn.cudnnDestroy(handle), "cudnnDestroy", what());
  }
}
