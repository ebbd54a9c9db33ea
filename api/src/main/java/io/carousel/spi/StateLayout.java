package io.carousel.spi;

import io.carousel.internal.Require;
import io.carousel.model.LayerInstance;
import io.carousel.model.NetworkSpec;
import io.carousel.model.RecurrentSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the numbers of a {@link Session} stand: the same order on every backend and in every
 * checkpoint.
 *
 * <pre>
 *   layer 0: h [D, N, H]   c [D, N, H] (LSTM only)   layer 1: h [D, N, H]   ...
 * </pre>
 */
public final class StateLayout {
  /**
   * h or c of one layer, [directions, N, hidden].
   *
   * @param offset the first element
   */
  public record Block(int offset, int directions, int hidden) {}

  private final int sequences;
  private final List<Block> blocks = new ArrayList<>();
  private final int size;

  private StateLayout(NetworkSpec network, int sequences) {
    this.sequences = Require.positive(sequences, "sequences");
    long offset = 0;
    for (LayerInstance layer : network.instances()) {
      if (layer.spec().carriesState()) {
        RecurrentSpec recurrent = (RecurrentSpec) layer.spec();
        int directions = recurrent.direction().count();
        for (int block = 0; block < (recurrent.cell().hasCellState() ? 2 : 1); block++) {
          int at = Require.bufferSize(offset, "the carried states");
          blocks.add(new Block(at, directions, recurrent.hiddenSize()));
          offset += (long) directions * sequences * recurrent.hiddenSize();
        }
      }
    }
    size = Require.bufferSize(offset, "the carried states");
  }

  /** The layout for this many sequences of a network. */
  public static StateLayout of(NetworkSpec network, int sequences) {
    return new StateLayout(network, sequences);
  }

  /** N. */
  public int sequences() {
    return sequences;
  }

  /** The blocks in order. */
  public List<Block> blocks() {
    return List.copyOf(blocks);
  }

  /** The number of elements of all blocks. */
  public int size() {
    return size;
  }

  /** The first element of a sequence's row in a block. */
  public int row(Block block, int direction, int sequence) {
    return block.offset() + (direction * sequences + sequence) * block.hidden();
  }

  /**
   * Throws unless there is such a sequence.
   *
   * @throws IllegalArgumentException naming the sequence
   */
  public void checkSequence(int sequence) {
    Require.that(
        sequence >= 0 && sequence < sequences,
        "sequence must be in 0 to " + (sequences - 1) + ", sequence=" + sequence);
  }
}
