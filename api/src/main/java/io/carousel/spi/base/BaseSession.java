package io.carousel.spi.base;

import io.carousel.internal.Require;
import io.carousel.model.NetworkSpec;
import io.carousel.spi.Session;
import io.carousel.spi.StateLayout;

/** Carried states as far as all backends have them alike. */
public abstract class BaseSession implements Session {
  private final StateLayout layout;
  private final Usage usage =
      new Usage(
          "session",
          "a session must be used by one thread at a time, but another is using it;"
              + " give each thread a session of its own");

  protected BaseSession(NetworkSpec network, int sequences) {
    layout = StateLayout.of(network, sequences);
  }

  /** Sets elements to zero. */
  protected abstract void zero(int first, int count);

  /** Copies all states. */
  protected abstract void copyOut(double[] to);

  /** Overwrites all states. */
  protected abstract void copyIn(double[] from);

  /** Frees the memory; called once. */
  protected abstract void free();

  /** Where the states stand. */
  public final StateLayout layout() {
    return layout;
  }

  /** Who is at work with it: one at a time. */
  public final Usage usage() {
    return usage;
  }

  @Override
  public final int sequences() {
    return layout.sequences();
  }

  @Override
  public final void reset(int sequence) {
    usage.claim();
    try {
      layout.checkSequence(sequence);
      for (StateLayout.Block block : layout.blocks()) {
        for (int d = 0; d < block.directions(); d++) {
          zero(layout.row(block, d, sequence), block.hidden());
        }
      }
    } finally {
      usage.leave();
    }
  }

  @Override
  public final double[] read() {
    usage.claim();
    try {
      double[] values = new double[layout.size()];
      copyOut(values);
      return values;
    } finally {
      usage.leave();
    }
  }

  @Override
  public final void write(double[] states) {
    usage.claim();
    try {
      Require.length("states", states.length, layout.size());
      copyIn(states);
    } finally {
      usage.leave();
    }
  }

  @Override
  public final void close() {
    if (usage.close()) {
      free();
    }
  }
}
