package io.carousel.bindings;

import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/** What a test creates, closed in the opposite order. */
final class TensorHeap implements AutoCloseable {
  final Engine engine = Engine.cpu();
  final Stream stream = Stream.of(engine);
  final Attributes attributes = Attributes.create();
  private final Deque<AutoCloseable> all = new ArrayDeque<>();

  TensorHeap() {
    keep(engine);
    keep(stream);
    keep(attributes);
  }

  <T extends AutoCloseable> T keep(T made) {
    all.push(made);
    return made;
  }

  /** A tensor and the buffer of its elements. */
  record Tensor(Memory memory, MemoryDescriptor descriptor, FloatBuffer values) {}

  /** Takes over the descriptor. */
  Tensor tensor(MemoryDescriptor descriptor, float... values) {
    keep(descriptor);
    HostMemory host = keep(HostMemory.allocate(Math.max(64, descriptor.bytes())));
    host.asFloatBuffer().put(0, values);
    return new Tensor(
        keep(Memory.in(engine, descriptor, host, 0)), descriptor, host.asFloatBuffer());
  }

  /** A copy of a tensor in the layout that a primitive asks for. */
  Tensor reordered(Tensor from, MemoryDescriptor layout) {
    Tensor to = tensor(layout);
    reorder(from, to);
    return to;
  }

  void reorder(Tensor from, Tensor to) {
    PrimitiveDescriptor descriptor =
        keep(Reorder.of(engine, from.descriptor(), to.descriptor(), attributes, "reorder"));
    Arguments.Builder arguments =
        Arguments.builder().with(Argument.FROM, from.memory()).with(Argument.TO, to.memory());
    run(descriptor, arguments);
  }

  /** Adds a scratchpad and executes. */
  void run(PrimitiveDescriptor descriptor, Arguments.Builder arguments) {
    Tensor scratchpad = tensor(descriptor.memory(Argument.SCRATCHPAD));
    Arguments built = keep(arguments.with(Argument.SCRATCHPAD, scratchpad.memory()).build());
    keep(Primitive.of(descriptor)).execute(stream, built);
  }

  static float[] read(Tensor tensor, int count) {
    float[] values = new float[count];
    tensor.values().get(0, values);
    return values;
  }

  @Override
  public void close() {
    while (!all.isEmpty()) {
      close(all.pop());
    }
  }

  private static void close(AutoCloseable one) {
    try {
      one.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
