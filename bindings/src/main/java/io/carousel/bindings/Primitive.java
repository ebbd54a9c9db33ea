package io.carousel.bindings;

import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.global.dnnl;

/** A compiled primitive. It keeps no state between executions and needs its descriptor no more. */
public final class Primitive extends NativeHandle {
  final dnnl_primitive handle = new dnnl_primitive();
  private final String shape;

  private Primitive(String shape) {
    super("primitive " + shape);
    this.shape = shape;
  }

  /**
   * Compiles the implementation that the descriptor stands for. oneDNN keeps a cache of compiled
   * ones, see {@link OneDnn#setPrimitiveCacheCapacity}.
   *
   * <p>OpenMP's number of threads for the calling thread is baked into some implementations: create
   * descriptor and primitive and execute with the same.
   *
   * @throws NativeCallException if oneDNN refuses
   */
  public static Primitive of(PrimitiveDescriptor descriptor) {
    descriptor.requireOpen();
    Primitive made = new Primitive(descriptor.shape());
    int status = dnnl.dnnl_primitive_create(made.handle, descriptor.handle);
    made.requireCreated(status, "dnnl_primitive_create", made.shape);
    return made;
  }

  /**
   * Runs it; when this returns, it is done. Allocates nothing in Java. One primitive may run in
   * several threads at once, each with a stream and a scratchpad of its own.
   *
   * @throws IllegalStateException if anything involved has been closed
   * @throws NativeCallException if oneDNN refuses, as when an argument is missing
   */
  public void execute(Stream stream, Arguments arguments) {
    requireOpen();
    stream.requireOpen();
    arguments.requireUsable();
    int status =
        dnnl.dnnl_primitive_execute(handle, stream.handle, arguments.count(), arguments.first);
    if (status != 0) {
      throw new NativeCallException("dnnl_primitive_execute", status, shape);
    }
  }

  @Override
  int destroy() {
    return dnnl.dnnl_primitive_destroy(handle);
  }

  @Override
  String destructor() {
    return "dnnl_primitive_destroy";
  }

  @Override
  dnnl_primitive pointer() {
    return handle;
  }
}
