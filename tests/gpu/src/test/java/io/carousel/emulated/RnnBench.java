package io.carousel.emulated;

import io.carousel.bindings.cuda.CudaEvent;
import io.carousel.bindings.cuda.Cudnn;
import io.carousel.bindings.cuda.CudnnRnn;
import io.carousel.bindings.cuda.CudnnRnnShape;
import io.carousel.bindings.cuda.DeviceMemory;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;

/** A recurrent layer of any size with random numbers everywhere, to be run and timed. */
final class RnnBench implements AutoCloseable {
  private static final int BLOCK = 1 << 14;

  final CudnnRnn rnn;
  private final Deque<AutoCloseable> owned = new ArrayDeque<>();
  private final Rig rig;
  private final CudnnRnnShape shape;
  private final long y;
  private final long yBytes;
  private final long dWeights;
  private final CudaEvent start;
  private final CudaEvent end;

  /**
   * Makes the layer and its memory.
   *
   * @param rig whose stream the handle runs in
   * @throws io.carousel.bindings.NativeCallException if cuDNN refuses the shape
   */
  RnnBench(Rig rig, Cudnn dnn, CudnnRnnShape shape) {
    this.rig = rig;
    this.shape = shape;
    try {
      rnn = own(CudnnRnn.create(dnn, shape));
      long rows = (long) shape.steps() * shape.sequences();
      long output = (long) shape.directions() * shape.hiddenSize();
      long state = shape.sequences() * output;
      long cell = shape.cell().hasCellState() ? state : 0;
      yBytes = rows * output * shape.type().bytes();
      y = memory(yBytes);
      dWeights = memory(rnn.weightBytes());
      rnn.bind(
          random(rows * shape.inputWidth(), 1),
          random(state, 1),
          random(cell, 1),
          random(rnn.weightBytes() / shape.type().bytes(), 1 / Math.sqrt(shape.hiddenSize())),
          y,
          random(state, 1),
          random(cell, 1),
          memory(rnn.workBytes()),
          memory(rnn.reserveBytes()),
          random(rows * output, 0.01),
          random(state, 0.01),
          random(cell, 0.01),
          random(rows * shape.inputWidth(), 1),
          random(state, 1),
          random(cell, 1),
          dWeights);
      start = own(CudaEvent.create());
      end = own(CudaEvent.create());
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private <T extends AutoCloseable> T own(T made) {
    owned.push(made);
    return made;
  }

  private long memory(long bytes) {
    return own(DeviceMemory.allocate(Math.max(1, bytes))).address();
  }

  /** So many numbers, from a block that is copied again and again; 0 for none. */
  private long random(long count, double scale) {
    if (count == 0) {
      return 0;
    }
    Random random = new Random(count);
    double[] block = new double[(int) Math.min(BLOCK, count)];
    Arrays.setAll(block, i -> scale * (2 * random.nextDouble() - 1));
    long bytes = count * shape.type().bytes();
    long address = memory(bytes);
    byte[] encoded = Numbers.encode(shape.type(), block);
    rig.write(address, encoded);
    for (long at = encoded.length; at < bytes; at *= 2) {
      rig.stream.copy(address, address + at, Math.min(at, bytes - at));
    }
    rig.stream.synchronize();
    return address;
  }

  /** Every second sequence ends one step early, but for T = 1. */
  int[] raggedLengths() {
    int[] lengths = new int[shape.sequences()];
    Arrays.setAll(lengths, n -> Math.max(1, shape.steps() - n % 2));
    return lengths;
  }

  /** Forward alone, or a whole training step with gradients from zero. */
  void run() {
    rnn.forward();
    if (shape.training()) {
      rnn.backwardData();
      rig.stream.zero(dWeights, rnn.weightBytes());
      rnn.backwardWeights();
    }
  }

  /** The output, and in training the gradient of the weights: to compare bits. */
  byte[][] results() {
    byte[] output = rig.download(y, Math.toIntExact(yBytes));
    return shape.training()
        ? new byte[][] {output, rig.download(dWeights, Math.toIntExact(rnn.weightBytes()))}
        : new byte[][] {output};
  }

  /** The least time that the device took for some work, in milliseconds. */
  double milliseconds(int repeats, Runnable work) {
    work.run();
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < repeats; i++) {
      start.record(rig.stream);
      work.run();
      end.record(rig.stream);
      end.synchronize();
      least = Math.min(least, end.millisecondsSince(start));
    }
    return least;
  }

  @Override
  public void close() {
    rig.stream.synchronize();
    while (!owned.isEmpty()) {
      try {
        owned.pop().close();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }
}
