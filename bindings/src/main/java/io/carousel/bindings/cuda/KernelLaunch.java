package io.carousel.bindings.cuda;

import io.carousel.bindings.Address;
import io.carousel.bindings.HostMemory;
import java.nio.LongBuffer;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** A kernel with its sizes and arguments, ready to be enqueued again and again. */
public final class KernelLaunch extends CudaHandle {
  private final CudaFunction function;
  private final int blocks;
  private final int threadsPerBlock;
  private final int sharedBytes;
  private final HostMemory memory;
  private final PointerPointer<Pointer> parameters;

  KernelLaunch(
      CudaFunction function,
      int blocks,
      int threadsPerBlock,
      int sharedBytes,
      KernelArguments arguments) {
    super("launch of " + function);
    this.function = function;
    this.blocks = blocks;
    this.threadsPerBlock = threadsPerBlock;
    this.sharedBytes = sharedBytes;
    this.memory = lay(arguments);
    this.parameters = new PointerPointer<>(new Address(memory.address()));
    opened();
  }

  /** First the addresses of the arguments, then the arguments, each in 8 bytes. */
  private static HostMemory lay(KernelArguments arguments) {
    int count = arguments.count();
    HostMemory memory = HostMemory.allocate(Math.max(1, 2L * count) * Long.BYTES);
    LongBuffer cells = memory.asLongBuffer(0, 2 * count);
    for (int i = 0; i < count; i++) {
      cells.put(i, memory.address() + (long) (count + i) * Long.BYTES);
      cells.put(count + i, arguments.cell(i));
    }
    return memory;
  }

  /** Enqueues it. Allocates nothing. */
  public void run(CudaStream stream) {
    requireOpen();
    function.module.requireOpen();
    stream.requireOpen();
    int status =
        cudart.cuLaunchKernel(
            function.handle,
            blocks,
            1,
            1,
            threadsPerBlock,
            1,
            1,
            sharedBytes,
            stream.handle,
            parameters,
            null);
    if (status != 0) {
      CudaStatus.driver(
          status,
          "cuLaunchKernel",
          function.name() + " blocks=" + blocks + " threads=" + threadsPerBlock);
    }
  }

  @Override
  void destroy() {
    memory.close();
  }
}
