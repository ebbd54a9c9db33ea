package io.carousel.parity.float32;

import io.carousel.internal.Require;
import io.carousel.spi.Buffer;
import io.carousel.spi.LossScale;
import io.carousel.spi.Parameters.Block;
import io.carousel.spi.Plan;
import io.carousel.spi.Session;
import io.carousel.spi.Staging;
import io.carousel.spi.Staging.Scalars;
import io.carousel.spi.Sums;

/** The reference's plan over other kernels. */
final class Float32Plan implements Plan {
  private final Float32Memory memory;
  private final Plan reference;
  private final Slot[] slots = new Slot[SLOTS];

  Float32Plan(Float32Memory memory) {
    this.memory = memory;
    reference = memory.plan;
  }

  @Override
  public Staging staging(int slot) {
    Staging staging = reference.staging(slot);
    if (slots[slot] == null) {
      slots[slot] = new Slot(staging);
    }
    return slots[slot];
  }

  @Override
  public void run(int slot, Session session) {
    Staging staging = staging(slot);
    memory.scalars = slots[slot].scalars;
    memory.lengths = new int[memory.shape.sequences()];
    staging.lengths().get(0, memory.lengths);
    reference.run(slot, own(session));
    Sums sums = memory.parameters.sums();
    boolean padded = memory.fault == Fault.PADDING_COUNTED && memory.mode.hasBackward();
    double pending = padded ? memory.shape.steps() * memory.shape.sequences() : sums.pending();
    memory.parameters.sums(
        new Sums(
            (float) sums.loss(),
            sums.count(),
            pending,
            sums.gradientNorm(),
            sums.firstBadUpdate()));
  }

  private Session own(Session session) {
    if (session == null && memory.shape.stateful()) {
      Require.that(memory.fault != Fault.OTHER_WORDS, "session is missing");
    }
    if (session == null || !memory.shape.stateful()) {
      return session;
    }
    Require.that(
        session instanceof Float32Session,
        "session must come from backend float32, session=" + session.getClass().getSimpleName());
    return ((Float32Session) session).reference();
  }

  @Override
  public void apply(int slot) {
    Staging staging = staging(slot);
    Scalars scalars = slots[slot].scalars;
    if (memory.fault == Fault.BIAS_CORRECTION_MISSING) {
      staging.scalars(new Scalars(scalars.learningRate(), 1_000_000, 0, 0));
    }
    LossScale before = memory.parameters.lossScale();
    reference.apply(slot);
    if (memory.fault == Fault.SCALE_STUCK
        && memory.parameters.lossScale().scale() < before.scale()) {
      memory.parameters.lossScale(before);
    }
    if (memory.fault == Fault.BAD_UPDATE_APPLIED
        && memory.parameters.sums().firstBadUpdate() >= 0) {
      double[] weights = memory.parameters.read(Block.WEIGHTS);
      weights[0] += 0.01;
      memory.parameters.write(Block.WEIGHTS, weights);
    }
    memory.parameters.round();
    if (memory.fault == Fault.NO_MASTER_WEIGHTS) {
      memory.parameters.roundWeights();
    }
  }

  @Override
  public void output(float[] destination) {
    reference.output(destination);
  }

  @Override
  public double[] read(Buffer buffer) {
    return reference.read(buffer);
  }

  @Override
  public void write(Buffer buffer, double[] values) {
    reference.write(buffer, Float32Memory.rounded(values));
  }

  @Override
  public long bytes() {
    return reference.bytes();
  }

  @Override
  public void close() {
    reference.close();
  }
}
