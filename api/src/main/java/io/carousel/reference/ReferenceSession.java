package io.carousel.reference;

import io.carousel.model.NetworkSpec;
import io.carousel.spi.base.BaseSession;
import java.util.Arrays;

/** All carried states in one array. */
final class ReferenceSession extends BaseSession {
  private final ReferenceHeap heap;
  final double[] states;

  ReferenceSession(ReferenceHeap heap, NetworkSpec network, int sequences) {
    super(network, sequences);
    this.heap = heap;
    states = heap.doubles(layout().size(), "a session");
  }

  @Override
  protected void zero(int first, int count) {
    Arrays.fill(states, first, first + count, 0);
  }

  @Override
  protected void copyOut(double[] to) {
    System.arraycopy(states, 0, to, 0, to.length);
  }

  @Override
  protected void copyIn(double[] from) {
    System.arraycopy(from, 0, states, 0, from.length);
  }

  @Override
  protected void free() {
    heap.free((long) states.length * Double.BYTES);
  }
}
