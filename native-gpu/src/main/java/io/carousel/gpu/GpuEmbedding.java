package io.carousel.gpu;

import io.carousel.model.LayerInstance;
import io.carousel.model.ParameterLayout.Tensor;
import io.carousel.spi.Buffer;
import io.carousel.spi.LayerPorts;
import io.carousel.spi.Parameters.Block;
import io.carousel.spi.Region;

/**
 * Looks up a row of W for each token; backward sorts the positions by token and adds neighbours up,
 * so that the order of the additions is always the same.
 */
final class GpuEmbedding extends GpuLayer {
  private static final int DIGIT_BITS = 8;
  private static final int DIGITS = 1 << DIGIT_BITS;
  private static final int SORT_THREADS = 512;

  /** Sorted positions that a warp adds up: kRun of embedding.cu. */
  private static final int RUN = 32;

  private static final int WARP = 32;

  private final LayerInstance layer;
  private final LayerPorts ports;
  private final int positions;
  private final int width;
  private final int vocabulary;
  private final int sortBlocks;
  private Buffer keys;
  private Buffer order;
  private Buffer otherKeys;
  private Buffer otherOrder;
  private Buffer digitCounts;
  private Buffer heads;
  private Buffer tails;

  GpuEmbedding(GpuMemory memory, LayerInstance layer, LayerPorts ports) {
    super(memory);
    this.layer = layer;
    this.ports = ports;
    positions = memory.shape.positions();
    width = layer.outputWidth();
    vocabulary = layer.inputWidth();
    sortBlocks = (positions + SORT_THREADS - 1) / SORT_THREADS;
    if (memory.mode.hasBackward()) {
      keys = memory.buffer(Region.GRADIENTS, positions);
      order = memory.buffer(Region.GRADIENTS, positions);
      otherKeys = memory.buffer(Region.GRADIENTS, positions);
      otherOrder = memory.buffer(Region.GRADIENTS, positions);
      digitCounts = memory.buffer(Region.GRADIENTS, (long) DIGITS * sortBlocks);
      heads = memory.buffer(Region.GRADIENTS, (long) runs() * width);
      tails = memory.buffer(Region.GRADIENTS, (long) runs() * width);
    }
  }

  private int runs() {
    return (positions + RUN - 1) / RUN;
  }

  private Tensor table() {
    return memory.parameters.layout().tensor(layer.name() + ".W");
  }

  @Override
  void bindForward(GpuWork work) {
    work.add(
        memory
            .kernel("embeddingForward")
            .integer(steps)
            .integer(sequences)
            .integer(width)
            .integer(vocabulary)
            .pointer(memory.address(ports.x()))
            .pointer(memory.lengthsFor(true))
            .pointer(memory.parameters.address(Block.WEIGHTS, table()))
            .pointer(memory.address(ports.y()))
            .over((long) positions * width));
  }

  @Override
  void bindBackward(GpuWork work) {
    work.add(
        memory
            .kernel("embeddingKeys")
            .integer(positions)
            .integer(sequences)
            .integer(vocabulary)
            .pointer(memory.address(ports.x()))
            .pointer(memory.lengthsFor(true))
            .pointer(memory.address(keys))
            .pointer(memory.address(order))
            .over(positions));
    for (int shift = 0; vocabulary >> shift > 0; shift += DIGIT_BITS) {
      bindPass(work, shift);
      swap();
    }
    bindSums(work);
  }

  /** One pass of the radix sort, from one pair of arrays to the other. */
  private void bindPass(GpuWork work, int shift) {
    work.add(
        memory
            .kernel("embeddingCount")
            .integer(positions)
            .integer(shift)
            .pointer(memory.address(keys))
            .pointer(memory.address(digitCounts))
            .on(sortBlocks, SORT_THREADS));
    work.add(
        memory
            .kernel("embeddingScan")
            .integer(DIGITS * sortBlocks)
            .pointer(memory.address(digitCounts))
            .on(1, 2 * SORT_THREADS));
    work.add(
        memory
            .kernel("embeddingPlace")
            .integer(positions)
            .integer(shift)
            .pointer(memory.address(keys))
            .pointer(memory.address(order))
            .pointer(memory.address(digitCounts))
            .pointer(memory.address(otherKeys))
            .pointer(memory.address(otherOrder))
            .on(sortBlocks, SORT_THREADS));
  }

  private void swap() {
    Buffer sortedKeys = otherKeys;
    Buffer sortedOrder = otherOrder;
    otherKeys = keys;
    otherOrder = order;
    keys = sortedKeys;
    order = sortedOrder;
  }

  private void bindSums(GpuWork work) {
    long gradient = memory.parameters.address(Block.GRADIENTS, table());
    long lanes = (long) runs() * ((width + WARP - 1) / WARP) * WARP;
    work.add(
        memory
            .kernel("embeddingReduce")
            .integer(positions)
            .integer(width)
            .integer(vocabulary)
            .pointer(memory.address(keys))
            .pointer(memory.address(order))
            .pointer(memory.address(ports.dy()))
            .pointer(gradient)
            .pointer(memory.address(heads))
            .pointer(memory.address(tails))
            .over(lanes));
    work.add(
        memory
            .kernel("embeddingCombine")
            .integer(positions)
            .integer(width)
            .integer(vocabulary)
            .pointer(memory.address(keys))
            .pointer(memory.address(heads))
            .pointer(memory.address(tails))
            .pointer(gradient)
            .over(lanes));
  }

  @Override
  public String explain() {
    return "own kernels: gather; gradients sorted by token and added in order";
  }
}
