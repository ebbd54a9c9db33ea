package io.carousel.gpu;

import io.carousel.bindings.cuda.CudaStream;
import io.carousel.bindings.cuda.KernelArguments;
import io.carousel.bindings.cuda.KernelLaunch;

/** Collects the arguments of a kernel of our own, in the order of its signature. */
final class GpuLaunch {
  private static final int THREADS = 256;

  /** More blocks than this for each multiprocessor would only wait. */
  private static final int BLOCKS_PER_MULTIPROCESSOR = 8;

  private final GpuMemory memory;
  private final String kernel;
  private final KernelArguments arguments = new KernelArguments();

  GpuLaunch(GpuMemory memory, String kernel) {
    this.memory = memory;
    this.kernel = kernel;
  }

  GpuLaunch pointer(long address) {
    arguments.pointer(address);
    return this;
  }

  GpuLaunch integer(int value) {
    arguments.integer(value);
    return this;
  }

  GpuLaunch longInteger(long value) {
    arguments.longInteger(value);
    return this;
  }

  GpuLaunch real(float value) {
    arguments.real(value);
    return this;
  }

  /** How many blocks suit this many elements on this device. */
  static int blocksFor(GpuMemory memory, long elements) {
    long most = (long) BLOCKS_PER_MULTIPROCESSOR * memory.backend.device().multiprocessors();
    return (int) Math.max(1, Math.min(most, (elements + THREADS - 1) / THREADS));
  }

  /** On as many blocks as suit this many elements. */
  GpuTask over(long elements) {
    return on(blocksFor(memory, elements), THREADS);
  }

  GpuTask on(int blocks, int threads) {
    KernelLaunch launch =
        memory.own(memory.backend.kernels().function(kernel).launch(blocks, threads, 0, arguments));
    CudaStream stream = memory.backend.queue().stream();
    return () -> launch.run(stream);
  }
}
