package io.carousel.reference;

import io.carousel.model.NetworkSpec;
import io.carousel.spi.base.BaseSession;
import io.carousel.spi.base.MemoryBudget;
import java.util.Arrays;

/** All carried states in one array. */
final class ReferenceSession extends BaseSession {
  private final MemoryBudget budget;
  final double[] states;

  ReferenceSession(MemoryBudget budget, NetworkSpec network, int sequences) {
    super(network, sequences);
    this.budget = budget;
    budget.reserve(bytes(), "a session");
    states = new double[layout().size()];
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

  private long bytes() {
    return (long) layout().size() * Double.BYTES;
  }

  /** Counts the memory as given back; the garbage collector does the rest. */
  @Override
  protected void free() {
    budget.release(bytes());
  }
}
