package io.carousel.bindings;

import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.global.dnnl;

/** An in-order stream of an engine. On a CPU, execution is done when the call returns. */
public final class Stream extends NativeHandle {
  final dnnl_stream handle = new dnnl_stream();

  private Stream(Engine engine) {
    super("stream of " + engine);
    requireCreated(
        dnnl.dnnl_stream_create(handle, engine.handle, dnnl.dnnl_stream_in_order),
        "dnnl_stream_create",
        "stream of " + engine);
  }

  /** A new stream. Streams are cheap; let each thread that executes have its own. */
  public static Stream of(Engine engine) {
    engine.requireOpen();
    return new Stream(engine);
  }

  /** Waits until everything submitted is done. */
  public void await() {
    requireOpen();
    Status.require(dnnl.dnnl_stream_wait(handle), "dnnl_stream_wait", "stream");
  }

  @Override
  int destroy() {
    return dnnl.dnnl_stream_destroy(handle);
  }

  @Override
  String destructor() {
    return "dnnl_stream_destroy";
  }

  @Override
  dnnl_stream pointer() {
    return handle;
  }
}
