package io.carousel.bindings;

import org.bytedeco.dnnl.global.dnnl;

/** Descriptors of oneDNN's matrix product: DST = SRC · WEIGHTS + BIAS. */
public final class Matmul {
  private Matmul() {}

  /**
   * A product of the descriptors SRC [M, K], WEIGHTS [K, N], DST [M, N] and, if given, BIAS [1, N].
   * Transposed operands are said by {@link FormatTag#BA} or by strides. {@link
   * Attributes#addingToDestination} makes it DST += SRC · WEIGHTS.
   *
   * @param descriptors stay the caller's to close
   * @param shape the caller's words for messages, such as {@code matmul M=64 K=128 N=10 f32}
   * @throws NativeCallException if oneDNN has no implementation for it
   */
  public static PrimitiveDescriptor of(
      Engine engine, Descriptors descriptors, Attributes attributes, String shape) {
    engine.requireOpen();
    attributes.requireOpen();
    return PrimitiveDescriptor.create(
        "dnnl_matmul_primitive_desc_create",
        shape,
        out ->
            dnnl.dnnl_matmul_primitive_desc_create(
                out,
                engine.handle,
                descriptors.orNull(Argument.SRC),
                descriptors.orNull(Argument.WEIGHTS),
                descriptors.orNull(Argument.BIAS),
                descriptors.orNull(Argument.DST),
                attributes.handle));
  }
}
