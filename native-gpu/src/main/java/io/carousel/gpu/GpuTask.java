package io.carousel.gpu;

/** A piece of work for the device, with all arguments fixed: it is put in line, not waited for. */
@FunctionalInterface
interface GpuTask {
  void run();

  /** Whether it may be recorded in a CUDA graph and replayed. */
  default boolean capturable() {
    return true;
  }
}
