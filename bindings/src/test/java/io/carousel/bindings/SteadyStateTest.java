package io.carousel.bindings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

class SteadyStateTest {
  private static final int EXECUTIONS = 4_000;

  /** A product of two 2 x 2 matrices, ready to run. */
  private static final class Product implements AutoCloseable {
    private final TensorHeap heap = new TensorHeap();
    private final MemoryDescriptor square =
        heap.keep(MemoryDescriptor.of(DataType.F32, FormatTag.AB, 2, 2));
    private final Memory src = memory(1, 2, 3, 4);
    private final Memory weights = memory(1, 0, 0, 1);
    private final HostMemory out = heap.keep(HostMemory.allocate(128));
    private final Memory dst = heap.keep(Memory.in(heap.engine, square, out, 0));
    private final Arguments arguments;
    private final Primitive primitive;

    Product() {
      try (PrimitiveDescriptor descriptor =
          Matmul.of(
              heap.engine,
              new Descriptors()
                  .with(Argument.SRC, square)
                  .with(Argument.WEIGHTS, square)
                  .with(Argument.DST, square),
              heap.attributes,
              "matmul M=2 K=2 N=2 f32")) {
        primitive = heap.keep(Primitive.of(descriptor));
        arguments =
            heap.keep(
                Arguments.builder()
                    .with(Argument.SRC, src)
                    .with(Argument.WEIGHTS, weights)
                    .with(Argument.DST, dst)
                    .with(
                        Argument.SCRATCHPAD,
                        heap.tensor(descriptor.memory(Argument.SCRATCHPAD)).memory())
                    .build());
      }
    }

    private Memory memory(float... values) {
      HostMemory host = heap.keep(HostMemory.allocate(64));
      host.asFloatBuffer().put(0, values);
      return heap.keep(Memory.in(heap.engine, square, host, 0));
    }

    void execute(int times) {
      for (int i = 0; i < times; i++) {
        dst.moveTo(out.address(64L * (i % 2), 16));
        primitive.execute(heap.stream, arguments);
      }
    }

    @Override
    public void close() {
      heap.close();
    }
  }

  @Test
  void executionsAllocateNeitherInJavaNorInJavaCpp() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    try (Product product = new Product()) {
      product.execute(20_000); // long enough for the compiler to be done
      threads.getThreadAllocatedBytes(thread);
      long count = Pointer.totalCount();
      long bytes = Pointer.totalBytes();
      long host = HostMemory.totalBytes();
      long before = threads.getThreadAllocatedBytes(thread);
      product.execute(EXECUTIONS);
      long allocated = threads.getThreadAllocatedBytes(thread) - before;
      assertThat(allocated).isZero();
      assertThat(Pointer.totalCount()).isEqualTo(count).isZero();
      assertThat(Pointer.totalBytes()).isEqualTo(bytes).isZero();
      assertThat(HostMemory.totalBytes()).isEqualTo(host);
      assertThat(product.out.asFloatBuffer().get(3)).isEqualTo(4f);
      assertThat(product.out.asFloatBuffer().get(16 + 3)).isEqualTo(4f);
    }
  }

  @Test
  void creationLeavesNoHostMemoryAndNoTrackedPointerBehind() {
    long host = HostMemory.totalBytes();
    for (int i = 0; i < 20; i++) {
      try (Product product = new Product()) {
        product.execute(1);
      }
    }
    assertThat(HostMemory.totalBytes()).isEqualTo(host);
    assertThat(Pointer.totalCount()).isZero();
  }

  @Test
  void aMissingArgumentIsAnErrorWithCallAndShape() {
    try (Product product = new Product();
        Arguments none = Arguments.builder().build()) {
      assertThatThrownBy(() -> product.primitive.execute(product.heap.stream, none))
          .isInstanceOf(NativeCallException.class)
          .hasMessage(
              "dnnl_primitive_execute returned invalid_arguments (2)"
                  + " for matmul M=2 K=2 N=2 f32");
    }
  }

  @Test
  void executingWithClosedHostMemoryIsAnError() {
    try (Product product = new Product()) {
      product.out.close();
      assertThatThrownBy(() -> product.primitive.execute(product.heap.stream, product.arguments))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("host memory of 128 bytes must be open, state=closed; use it before close()");
    }
  }

  @Test
  void executingWithAClosedMemoryIsAnError() {
    try (Product product = new Product()) {
      product.src.close();
      assertThatThrownBy(() -> product.execute(1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "memory of memory descriptor f32 [2, 2] ab must be open, state=closed;"
                  + " use it before close()");
    }
  }

  @Test
  void executingAClosedPrimitiveIsAnErrorAndClosingTwiceIsNot() {
    try (Product product = new Product()) {
      product.primitive.close();
      product.primitive.close();
      assertThat(product.primitive.isOpen()).isFalse();
      assertThatThrownBy(() -> product.execute(1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "primitive matmul M=2 K=2 N=2 f32 must be open, state=closed;"
                  + " use it before close()");
    }
  }

  @Test
  void nativeCodeCanTakeTheHandles() {
    try (Product product = new Product()) {
      assertThat(product.primitive.address()).isNotZero();
      assertThat(product.heap.stream.address()).isNotZero();
      assertThat(product.arguments.address() % HostMemory.ALIGNMENT).isZero();
      assertThat(product.arguments.count()).isEqualTo(4);
    }
  }

  @Test
  void argumentsAreLaidOutAsTheCStructureIs() {
    assertThat(Pointer.sizeof(dnnl_exec_arg_t.class)).isEqualTo(16);
    assertThat(Pointer.offsetof(dnnl_exec_arg_t.class, "arg")).isZero();
    assertThat(Pointer.offsetof(dnnl_exec_arg_t.class, "memory")).isEqualTo(8);
  }

  @Test
  void anArgumentIsGivenOnce() {
    try (Product product = new Product()) {
      assertThatThrownBy(
              () ->
                  Arguments.builder()
                      .with(Argument.SRC, product.src)
                      .with(Argument.SRC_LAYER, product.dst))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("each argument must be given once, argument=SRC_LAYER, given=SRC");
    }
  }

  @Test
  void theSizeOfThePrimitiveCacheCanBeSet() {
    int before = OneDnn.primitiveCacheCapacity();
    OneDnn.setPrimitiveCacheCapacity(7);
    assertThat(OneDnn.primitiveCacheCapacity()).isEqualTo(7);
    OneDnn.setPrimitiveCacheCapacity(before);
    assertThatThrownBy(() -> OneDnn.setPrimitiveCacheCapacity(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the primitive cache must hold 0 primitives or more, primitives=-1");
    assertThat(OneDnn.version()).startsWith("3.11.");
    assertThat(OneDnn.instructionSet()).isNotBlank();
  }
}
