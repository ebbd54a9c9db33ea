package io.carousel.reference;

import io.carousel.model.NetworkSpec;
import io.carousel.spi.Session;
import io.carousel.spi.StateLayout;
import java.util.Arrays;

/** All carried states in one array. */
final class ReferenceSession implements Session {
  private final StateLayout layout;
  final double[] states;
  private boolean closed;

  ReferenceSession(NetworkSpec network, int sequences) {
    layout = StateLayout.of(network, sequences);
    states = new double[layout.size()];
  }

  @Override
  public int sequences() {
    return layout.sequences();
  }

  @Override
  public void reset(int sequence) {
    checkOpen();
    layout.checkSequence(sequence);
    for (StateLayout.Block block : layout.blocks()) {
      for (int d = 0; d < block.directions(); d++) {
        int row = layout.row(block, d, sequence);
        Arrays.fill(states, row, row + block.hidden(), 0);
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
