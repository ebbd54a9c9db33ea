package io.carousel.bindings;

import org.bytedeco.dnnl.global.dnnl;

/** Descriptors of oneDNN's element-wise functions, with their gradients taken from SRC. */
public final class Eltwise {
  /** Which function. */
  public enum Kind {
    RELU(dnnl.dnnl_eltwise_relu),
    TANH(dnnl.dnnl_eltwise_tanh),
    LOGISTIC(dnnl.dnnl_eltwise_logistic);

    final int code;

    Kind(int code) {
      this.code = code;
    }
  }

  private Eltwise() {}

  /**
   * From SRC to DST, which may be the same memory where no backward follows.
   *
   * @param descriptors SRC and DST; stay the caller's to close
   * @param shape the caller's words for messages
   * @throws NativeCallException if oneDNN has no implementation for it
   */
  public static PrimitiveDescriptor forward(
      Engine engine,
      Kind kind,
      Propagation propagation,
      Descriptors descriptors,
      Attributes attributes,
      String shape) {
    engine.requireOpen();
    attributes.requireOpen();
    return PrimitiveDescriptor.create(
        "dnnl_eltwise_forward_primitive_desc_create",
        shape,
        out ->
            dnnl.dnnl_eltwise_forward_primitive_desc_create(
                out,
                engine.handle,
                propagation.code,
                kind.code,
                descriptors.orNull(Argument.SRC),
                descriptors.orNull(Argument.DST),
                0f,
                0f,
                attributes.handle));
  }

  /**
   * From SRC and DIFF_DST to DIFF_SRC.
   *
   * @param descriptors SRC, DIFF_DST and DIFF_SRC; stay the caller's to close
   * @param shape the caller's words for messages
   * @throws NativeCallException if oneDNN has no implementation for it
   */
  public static PrimitiveDescriptor backward(
      Engine engine,
      Kind kind,
      Descriptors descriptors,
      PrimitiveDescriptor forward,
      Attributes attributes,
      String shape) {
    engine.requireOpen();
    attributes.requireOpen();
    forward.requireOpen();
    return PrimitiveDescriptor.create(
        "dnnl_eltwise_backward_primitive_desc_create",
        shape,
        out ->
            dnnl.dnnl_eltwise_backward_primitive_desc_create(
                out,
                engine.handle,
                kind.code,
                descriptors.orNull(Argument.DIFF_SRC),
                descriptors.orNull(Argument.DIFF_DST),
                descriptors.orNull(Argument.SRC),
                0f,
                0f,
                forward.handle,
                attributes.handle));
  }
}
