package io.carousel.reference;

import io.carousel.internal.Require;
import io.carousel.model.LayerInstance;
import io.carousel.model.NetworkSpec;
import io.carousel.model.RecurrentSpec;
import io.carousel.spi.Session;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** All carried states in one array, in the order that {@link Session} describes. */
final class ReferenceSession implements Session {
  private final int sequences;
  private final List<ReferenceRows> blocks = new ArrayList<>();
  final double[] states;
  private boolean closed;

  ReferenceSession(NetworkSpec network, int sequences) {
    this.sequences = Require.positive(sequences, "sequences");
    long size = 0;
    for (LayerInstance layer : network.instances()) {
      if (layer.spec() instanceof RecurrentSpec recurrent) {
        for (int block = 0; block < (recurrent.cell().hasCellState() ? 2 : 1); block++) {
          int directions = recurrent.direction().count();
          int offset = Require.arraySize(size, "the carried states");
          blocks.add(new ReferenceRows(offset, directions, sequences, recurrent.hiddenSize()));
          size += (long) directions * sequences * recurrent.hiddenSize();
        }
      }
    }
    states = new double[Require.arraySize(size, "the carried states")];
  }

  @Override
  public int sequences() {
    return sequences;
  }

  @Override
  public void reset(int sequence) {
    checkOpen();
    Require.that(
        sequence >= 0 && sequence < sequences,
        "sequence must be in 0 to " + (sequences - 1) + ", sequence=" + sequence);
    for (ReferenceRows block : blocks) {
      for (int d = 0; d < block.steps(); d++) {
        int row = block.row(d, sequence);
        Arrays.fill(states, row, row + block.width(), 0);
      }
    }
  }

  @Override
  public double[] read() {
    checkOpen();
    return states.clone();
  }

  @Override
  public void write(double[] values) {
    checkOpen();
    ReferenceMemory.checkLength("states", values.length, states.length);
    System.arraycopy(values, 0, states, 0, values.length);
  }

  void checkOpen() {
    ReferenceMemory.checkOpen(!closed, "session");
  }

  @Override
  public void close() {
    closed = true;
  }
}
