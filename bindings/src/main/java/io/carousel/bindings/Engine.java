package io.carousel.bindings;

import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.global.dnnl;

/** A oneDNN engine: the processor that primitives are made for. */
public final class Engine extends NativeHandle {
  final dnnl_engine handle = new dnnl_engine();

  private Engine() {
    super("engine cpu");
    requireCreated(
        dnnl.dnnl_engine_create(handle, dnnl.dnnl_cpu, 0), "dnnl_engine_create", "engine cpu");
  }

  /**
   * The engine of this machine's CPU. The first call in a process loads oneDNN.
   *
   * @throws MissingLibraryException if it cannot be loaded
   */
  public static Engine cpu() {
    NativeLibraries.load();
    return new Engine();
  }

  @Override
  int destroy() {
    return dnnl.dnnl_engine_destroy(handle);
  }

  @Override
  String destructor() {
    return "dnnl_engine_destroy";
  }

  @Override
  dnnl_engine pointer() {
    return handle;
  }
}
