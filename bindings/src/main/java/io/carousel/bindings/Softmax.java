package io.carousel.bindings;

import org.bytedeco.dnnl.global.dnnl;

/** Descriptors of oneDNN's softmax and log-softmax. */
public final class Softmax {
  /** Which function. */
  public enum Kind {
    SOFTMAX(dnnl.dnnl_softmax_accurate),
    LOG_SOFTMAX(dnnl.dnnl_softmax_log);

    final int code;

    Kind(int code) {
      this.code = code;
    }
  }

  private Softmax() {}

  /**
   * From SRC to DST, which may be the same memory.
   *
   * @param descriptors SRC and DST; stay the caller's to close
   * @param axis the dimension that sums to one
   * @param shape the caller's words for messages
   * @throws NativeCallException if oneDNN has no implementation for it
   */
  public static PrimitiveDescriptor forward(
      Engine engine,
      Kind kind,
      Propagation propagation,
      Descriptors descriptors,
      int axis,
      Attributes attributes,
      String shape) {
    engine.requireOpen();
    attributes.requireOpen();
    return PrimitiveDescriptor.create(
        "dnnl_softmax_forward_primitive_desc_create",
        shape,
        out ->
            dnnl.dnnl_softmax_forward_primitive_desc_create(
                out,
                engine.handle,
                propagation.code,
                kind.code,
                descriptors.orNull(Argument.SRC),
                descriptors.orNull(Argument.DST),
                axis,
                attributes.handle));
  }

  /**
   * From DST and DIFF_DST to DIFF_SRC.
   *
   * @param descriptors DST, DIFF_DST and DIFF_SRC; stay the caller's to close
   * @param axis the dimension that sums to one
   * @param shape the caller's words for messages
   * @throws NativeCallException if oneDNN has no implementation for it
   */
  public static PrimitiveDescriptor backward(
      Engine engine,
      Kind kind,
      Descriptors descriptors,
      int axis,
      PrimitiveDescriptor forward,
      Attributes attributes,
      String shape) {
    engine.requireOpen();
    attributes.requireOpen();
    forward.requireOpen();
    return PrimitiveDescriptor.create(
        "dnnl_softmax_backward_primitive_desc_create",
        shape,
        out ->
            dnnl.dnnl_softmax_backward_primitive_desc_create(
                out,
                engine.handle,
                kind.code,
                descriptors.orNull(Argument.DIFF_SRC),
                descriptors.orNull(Argument.DIFF_DST),
                descriptors.orNull(Argument.DST),
                axis,
                forward.handle,
                attributes.handle));
  }
}
