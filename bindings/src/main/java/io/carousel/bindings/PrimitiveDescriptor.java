package io.carousel.bindings;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.BytePointer;

/**
 * A primitive that oneDNN has chosen an implementation for, and the layouts that it asks for.
 * {@link Rnn}, {@link Matmul}, {@link Reorder}, {@link Softmax} and {@link Eltwise} make them.
 */
public final class PrimitiveDescriptor extends NativeHandle {
  final dnnl_primitive_desc handle = new dnnl_primitive_desc();
  private final String shape;

  /** A call that fills the handle. */
  interface Create {
    int into(dnnl_primitive_desc handle);
  }

  private PrimitiveDescriptor(String shape) {
    super("primitive descriptor of " + shape);
    this.shape = shape;
  }

  /**
   * @param call the C function that {@code create} calls
   * @param shape the caller's words for messages
   */
  static PrimitiveDescriptor create(String call, String shape, Create create) {
    PrimitiveDescriptor made = new PrimitiveDescriptor(shape);
    made.requireCreated(create.into(made.handle), call, shape);
    return made;
  }

  /** The caller's words for what is computed. */
  public String shape() {
    return shape;
  }

  /** The implementation that oneDNN chose, in its own words, such as {@code ref:any}. */
  public String implementation() {
    requireOpen();
    try (HostMemory out = HostMemory.allocate(Long.BYTES)) {
      int status =
          dnnl.dnnl_primitive_desc_query(
              handle, dnnl.dnnl_query_impl_info_str, 0, new Address(out.address()));
      Status.require(status, "dnnl_primitive_desc_query", shape);
      return new BytePointer(new Address(out.asLongBuffer(0, 1).get(0))).getString();
    }
  }

  /**
   * The layout of an argument, as the implementation wants it; the caller closes it. It has no
   * dimensions and 0 bytes if the primitive does not take this argument.
   */
  public MemoryDescriptor memory(Argument argument) {
    requireOpen();
    return MemoryDescriptor.copyOf(query(argument), argument + " of " + shape);
  }

  private dnnl_memory_desc query(Argument argument) {
    dnnl_memory_desc found =
        dnnl.dnnl_primitive_desc_query_md(handle, dnnl.dnnl_query_exec_arg_md, argument.code);
    if (found == null) {
      throw new NativeCallException(
          "dnnl_primitive_desc_query_md", Status.NOT_REQUIRED.code(), argument + " of " + shape);
    }
    return found;
  }

  /** Bytes of an argument in the layout of {@link #memory}; 0 if the primitive does not take it. */
  public long bytes(Argument argument) {
    requireOpen();
    return dnnl.dnnl_memory_desc_get_size(query(argument));
  }

  /** Bytes of the scratchpad that an execution needs. */
  public long scratchpadBytes() {
    return bytes(Argument.SCRATCHPAD);
  }

  /** Bytes of the workspace that a forward-training primitive hands to its backward primitive. */
  public long workspaceBytes() {
    return bytes(Argument.WORKSPACE);
  }

  @Override
  int destroy() {
    return dnnl.dnnl_primitive_desc_destroy(handle);
  }

  @Override
  String destructor() {
    return "dnnl_primitive_desc_destroy";
  }

  @Override
  dnnl_primitive_desc pointer() {
    return handle;
  }
}
