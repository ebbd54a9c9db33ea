package io.carousel.bindings.cuda;

import io.carousel.bindings.Address;
import io.carousel.bindings.HostMemory;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.SizeTPointer;

/** A kernel of a {@link CudaModule}. */
public final class CudaFunction {
  /** Above this a kernel has to be told how much shared memory it will get, in bytes. */
  private static final int FREE_SHARED_BYTES = 48 * 1024;

  final CudaModule module;
  final CUfunc_st handle;
  private final String name;
  private final int registers;
  private final int maxThreads;

  CudaFunction(CudaModule module, CUfunc_st handle, String name) {
    this.module = module;
    this.handle = handle;
    this.name = name;
    this.registers = attribute(cudart.CU_FUNC_ATTRIBUTE_NUM_REGS);
    this.maxThreads = attribute(cudart.CU_FUNC_ATTRIBUTE_MAX_THREADS_PER_BLOCK);
  }

  private int attribute(int code) {
    int[] value = new int[1];
    CudaStatus.driver(cudart.cuFuncGetAttribute(value, code, handle), "cuFuncGetAttribute", name);
    return value[0];
  }

  /** The kernel's name. */
  public String name() {
    return name;
  }

  /** Registers of one thread. */
  public int registers() {
    return registers;
  }

  /** The most threads that a block may have. */
  public int maxThreads() {
    return maxThreads;
  }

  /** The bytes of each of the kernel's parameters, in order, as its machine code tells. */
  List<Integer> parameterBytes() {
    List<Integer> all = new ArrayList<>();
    try (HostMemory cells = HostMemory.allocate(2 * Long.BYTES)) {
      SizeTPointer offset = new SizeTPointer(new Address(cells.address()));
      SizeTPointer size = new SizeTPointer(new Address(cells.address() + Long.BYTES));
      while (cudart.cuFuncGetParamInfo(handle, all.size(), offset, size) == 0) {
        all.add((int) cells.asLongBuffer(Long.BYTES, 1).get(0));
      }
    }
    return all;
  }

  /**
   * Fixes how and with what the kernel runs.
   *
   * @param sharedBytes dynamic shared memory of a block
   * @throws IllegalArgumentException if a size is not possible, or the arguments are not those that
   *     the kernel has in number and size
   */
  public KernelLaunch launch(
      int blocks, int threadsPerBlock, int sharedBytes, KernelArguments arguments) {
    module.requireOpen();
    requireSizes(blocks, threadsPerBlock, sharedBytes);
    List<Integer> expected = parameterBytes();
    if (!expected.equals(arguments.bytes())) {
      throw new IllegalArgumentException(
          "a kernel must get the arguments it declares, kernel="
              + name
              + ", bytes of parameters="
              + expected
              + ", bytes of arguments="
              + arguments.bytes());
    }
    if (sharedBytes > FREE_SHARED_BYTES) {
      CudaStatus.driver(
          cudart.cuFuncSetAttribute(
              handle, cudart.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, sharedBytes),
          "cuFuncSetAttribute",
          name + " with " + sharedBytes + " bytes of shared memory");
    }
    return new KernelLaunch(this, blocks, threadsPerBlock, sharedBytes, arguments);
  }

  private void requireSizes(int blocks, int threadsPerBlock, int sharedBytes) {
    if (blocks <= 0 || threadsPerBlock <= 0 || threadsPerBlock > maxThreads || sharedBytes < 0) {
      throw new IllegalArgumentException(
          "a launch must have blocks, 1 to "
              + maxThreads
              + " threads per block and no negative shared memory, kernel="
              + name
              + ", blocks="
              + blocks
              + ", threadsPerBlock="
              + threadsPerBlock
              + ", sharedBytes="
              + sharedBytes);
    }
  }

  @Override
  public String toString() {
    return "kernel " + name;
  }
}
