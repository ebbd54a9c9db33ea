package io.carousel.bindings;

import org.bytedeco.dnnl.global.dnnl;

/** Descriptors of oneDNN's copy from one layout into another. */
public final class Reorder {
  private Reorder() {}

  /**
   * Copies {@link Argument#FROM} to {@link Argument#TO}.
   *
   * @param from stays the caller's to close
   * @param to of the same dimensions; stays the caller's to close
   * @param shape the caller's words for messages, such as {@code reorder W ldigo to packed}
   * @throws NativeCallException if oneDNN has no implementation for it
   */
  public static PrimitiveDescriptor of(
      Engine engine,
      MemoryDescriptor from,
      MemoryDescriptor to,
      Attributes attributes,
      String shape) {
    engine.requireOpen();
    from.requireOpen();
    to.requireOpen();
    attributes.requireOpen();
    return PrimitiveDescriptor.create(
        "dnnl_reorder_primitive_desc_create",
        shape,
        out ->
            dnnl.dnnl_reorder_primitive_desc_create(
                out, from.handle, engine.handle, to.handle, engine.handle, attributes.handle));
  }
}
