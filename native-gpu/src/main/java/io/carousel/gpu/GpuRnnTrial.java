package io.carousel.gpu;

import io.carousel.bindings.NativeCallException;
import io.carousel.bindings.cuda.CudaGraph;
import io.carousel.bindings.cuda.CudnnRnn;
import io.carousel.bindings.cuda.DeviceMemory;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a layer by one of cuDNN's algorithms after the other, on the plan's memory and on the same
 * random numbers: how long each takes and how far its results are from the first one's. What it has
 * written is zero again when it is closed.
 */
final class GpuRnnTrial implements AutoCloseable {
  private static final int THREADS = 256;
  private static final int TIMED_RUNS = 3;

  /** Small, so that 16-bit numbers bear the sums of long sequences. */
  private static final float GRADIENTS = 0.01f;

  /**
   * What was found.
   *
   * @param milliseconds of the device for a step that is a graph, as in plans
   * @param difference the largest distance of a result from the first run's, by the norm
   */
  record Result(double milliseconds, double difference) {}

  /** What the layer has for a trial. */
  interface Layer {
    /** x and the initial states. */
    List<GpuSpan> inputs();

    /** Gradients that come in; none for inference. */
    List<GpuSpan> gradients();

    /** What is computed; of the weights' gradient see {@link #weights}. */
    List<GpuSpan> results();

    GpuRnnWeights weights();

    /** Weights of trained size are about one over its root. */
    int hiddenSize();

    /** Lets an algorithm work on the plan's memory. */
    void bind(CudnnRnn rnn);

    /** Puts a step in line. */
    void run(CudnnRnn rnn);
  }

  private final GpuMemory memory;
  private final GpuQueue queue;
  private final Layer layer;
  private final GpuRnnWeights weights;
  private final List<GpuSpan> results;
  private final List<DeviceMemory> own = new ArrayList<>();
  private final List<GpuSpan> kept = new ArrayList<>();
  private final GpuSpan flat;
  private final GpuSpan flatGradient;
  private final GpuSpan keptGradient;
  private final int blocks;
  private final DeviceMemory partials;
  private boolean first = true;

  /**
   * Takes memory for a second set of results.
   *
   * @throws io.carousel.error.MemoryLimitException if there is none within the limit
   * @throws io.carousel.bindings.cuda.DeviceMemoryException if the device has none
   */
  GpuRnnTrial(GpuMemory memory, Layer layer) {
    this.memory = memory;
    this.queue = memory.backend.queue();
    this.layer = layer;
    this.weights = layer.weights();
    this.results = layer.results().stream().filter(span -> span.address() != 0).toList();
    this.blocks = GpuLaunch.blocksFor(memory, Long.MAX_VALUE / 2);
    boolean done = false;
    try {
      flat = floats(weights.flatElements());
      boolean backward = memory.mode.hasBackward();
      flatGradient = backward ? floats(weights.flatElements()) : new GpuSpan(0, 0);
      keptGradient = backward ? floats(weights.flatElements()) : new GpuSpan(0, 0);
      partials = allocate(2L * blocks * Double.BYTES);
      for (GpuSpan result : results) {
        kept.add(new GpuSpan(allocate(bytes(result)).address(), result.elements()));
      }
      done = true;
    } finally {
      if (!done) {
        free();
      }
    }
    fill();
  }

  private DeviceMemory allocate(long bytes) {
    DeviceMemory block = memory.backend.budget().onDevice(bytes, "a comparison of algorithms");
    own.add(block);
    return block;
  }

  private GpuSpan floats(long elements) {
    return new GpuSpan(allocate(elements * Float.BYTES).address(), elements);
  }

  private long bytes(GpuSpan span) {
    return span.elements() * memory.arithmetic.type().bytes();
  }

  private void fill() {
    int stream = 0;
    for (GpuSpan span : layer.inputs()) {
      fill(memory.arithmetic.code(), span, ++stream, 1);
    }
    for (GpuSpan span : layer.gradients()) {
      fill(memory.arithmetic.code(), span, ++stream, GRADIENTS);
    }
    float uniform = (float) (1 / Math.sqrt(layer.hiddenSize()));
    fill(GpuArithmetic.FLOAT, flat, ++stream, uniform);
  }

  private void fill(int type, GpuSpan span, int stream, float scale) {
    if (span.address() != 0) {
      run(
          memory
              .kernel("fillUniform")
              .integer(type)
              .longInteger(span.elements())
              .integer(stream)
              .real(scale)
              .pointer(span.address())
              .over(span.elements()));
    }
  }

  private static void run(GpuTask task) {
    task.run();
  }

  /** Runs a layer by its algorithm. */
  Result of(CudnnRnn rnn) {
    layer.bind(rnn);
    weights.writeTable(rnn);
    run(weights.packing(flat.address()));
    step(rnn);
    double difference = first ? keep() : largestDifference();
    first = false;
    return new Result(milliseconds(rnn), difference);
  }

  private void step(CudnnRnn rnn) {
    boolean backward = memory.mode.hasBackward();
    if (backward) {
      run(weights.zeroGradients(rnn));
    }
    layer.run(rnn);
    if (backward) {
      run(memory.zero(flatGradient.address(), flatGradient.elements() * Float.BYTES));
      run(weights.unpacking(flatGradient.address()));
    }
    queue.stream().synchronize();
  }

  private double keep() {
    for (int i = 0; i < results.size(); i++) {
      queue.stream().copy(results.get(i).address(), kept.get(i).address(), bytes(kept.get(i)));
    }
    if (memory.mode.hasBackward()) {
      long bytes = keptGradient.elements() * Float.BYTES;
      queue.stream().copy(flatGradient.address(), keptGradient.address(), bytes);
    }
    return 0;
  }

  private double largestDifference() {
    double largest = 0;
    for (int i = 0; i < results.size(); i++) {
      largest =
          Math.max(largest, difference(memory.arithmetic.code(), results.get(i), kept.get(i)));
    }
    return memory.mode.hasBackward()
        ? Math.max(largest, difference(GpuArithmetic.FLOAT, flatGradient, keptGradient))
        : largest;
  }

  /** |actual - expected| / |expected|; NaN if either is not finite. */
  private double difference(int type, GpuSpan actual, GpuSpan expected) {
    run(
        memory
            .kernel("differenceSums")
            .integer(type)
            .longInteger(actual.elements())
            .pointer(actual.address())
            .pointer(expected.address())
            .pointer(partials.address())
            .on(blocks, THREADS));
    double[] sums = queue.readDoubles(partials.address(), 2 * blocks);
    double difference = 0;
    double size = 0;
    for (int block = 0; block < blocks; block++) {
      difference += sums[2 * block];
      size += sums[2 * block + 1];
    }
    return difference == 0 ? 0 : Math.sqrt(difference / size);
  }

  /** Of the graph that a plan would run; of the list where CUDA refuses to make one. */
  private double milliseconds(CudnnRnn rnn) {
    try (CudaGraph graph = queue.stream().capture(() -> layer.run(rnn))) {
      return leastMilliseconds(() -> graph.launch(queue.stream()));
    } catch (NativeCallException e) {
      return leastMilliseconds(() -> layer.run(rnn));
    }
  }

  private double leastMilliseconds(Runnable work) {
    work.run();
    double least = Double.POSITIVE_INFINITY;
    for (int run = 0; run < TIMED_RUNS; run++) {
      least = Math.min(least, queue.milliseconds(work));
    }
    return least;
  }

  @Override
  public void close() {
    for (List<GpuSpan> spans : List.of(layer.inputs(), layer.gradients(), results)) {
      for (GpuSpan span : spans) {
        if (span.address() != 0) {
          run(memory.zero(span.address(), bytes(span)));
        }
      }
    }
    weights.clear();
    queue.stream().synchronize();
    free();
  }

  private void free() {
    own.forEach(memory.backend.budget()::free);
    own.clear();
  }
}
