package io.carousel.cpu;

import io.carousel.bindings.HostMemory;
import io.carousel.model.NetworkSpec;
import io.carousel.spi.Session;
import io.carousel.spi.StateLayout;
import java.nio.FloatBuffer;

/** All carried states in one float32 block. */
final class CpuSession implements Session {
  private final CpuBudget budget;
  private final StateLayout layout;
  private final HostMemory states;
  private final FloatBuffer view;
  private final CpuUse use = new CpuUse("session");

  CpuSession(CpuBudget budget, NetworkSpec network, int sequences) {
    this.budget = budget;
    layout = StateLayout.of(network, sequences);
    states = budget.allocate((long) layout.size() * Float.BYTES, "a session");
    view = states.asFloatBuffer(0, layout.size());
  }

  StateLayout layout() {
    return layout;
  }

  long address() {
    return states.address();
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
        states.zero((long) row * Float.BYTES, (long) block.hidden() * Float.BYTES);
      }
    }
  }

  @Override
  public double[] read() {
    checkOpen();
    double[] values = new double[layout.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = view.get(i);
    }
    return values;
  }

  @Override
  public void write(double[] values) {
    checkOpen();
    CpuState.checkLength("states", values.length, layout.size());
    for (int i = 0; i < values.length; i++) {
      view.put(i, (float) values[i]);
    }
  }

  CpuUse use() {
    return use;
  }

  void checkOpen() {
    use.checkOpen();
  }

  @Override
  public void close() {
    if (use.close()) {
      budget.free(states);
    }
  }
}
