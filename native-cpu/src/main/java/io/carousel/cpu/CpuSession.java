package io.carousel.cpu;

import io.carousel.bindings.HostMemory;
import io.carousel.model.NetworkSpec;
import io.carousel.spi.base.BaseSession;
import java.nio.FloatBuffer;

/** All carried states in one float32 block. */
final class CpuSession extends BaseSession {
  private final CpuBudget budget;
  private final HostMemory states;
  private final FloatBuffer view;

  CpuSession(CpuBudget budget, NetworkSpec network, int sequences) {
    super(network, sequences);
    this.budget = budget;
    states = budget.allocate((long) layout().size() * Float.BYTES, "a session");
    view = states.asFloatBuffer(0, layout().size());
  }

  long address() {
    return states.address();
  }

  @Override
  protected void zero(int first, int count) {
    states.zero((long) first * Float.BYTES, (long) count * Float.BYTES);
  }

  @Override
  protected void copyOut(double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = view.get(i);
    }
  }

  @Override
  protected void copyIn(double[] from) {
    for (int i = 0; i < from.length; i++) {
      view.put(i, (float) from[i]);
    }
  }

  @Override
  protected void free() {
    budget.free(states);
  }
}
