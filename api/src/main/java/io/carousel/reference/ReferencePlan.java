package io.carousel.reference;

import io.carousel.spi.Buffer;
import io.carousel.spi.Kernel;
import io.carousel.spi.StatePorts;
import io.carousel.spi.base.BasePlan;
import io.carousel.spi.base.BasePlanBuilder;
import java.util.Arrays;
import java.util.List;

/** Runs kernels in order: copy the slot in, the states in, compute, the states out. */
final class ReferencePlan extends BasePlan<ReferenceStaging, ReferenceSession> {
  private final ReferenceMemory memory;
  private final int input;
  private final List<StatePorts> states;
  private final List<Kernel> run;
  private final Kernel apply;

  ReferencePlan(
      ReferenceBackend backend,
      ReferenceMemory memory,
      ReferenceStaging[] slots,
      BasePlanBuilder.Parts parts) {
    super(
        backend,
        memory.parameters,
        memory.shape,
        memory.mode,
        ReferenceSession.class,
        slots,
        parts);
    this.memory = memory;
    this.input = parts.input() == null ? -1 : (int) parts.input().offset();
    this.states = parts.states();
    this.run = parts.run();
    this.apply = parts.apply();
  }

  @Override
  protected ReferenceStaging ready(ReferenceStaging slot) {
    return slot;
  }

  @Override
  protected void compute(int number, ReferenceStaging slot, ReferenceSession session) {
    slot.copyTo(memory, input);
    loadStates(session);
    for (Kernel kernel : run) {
      kernel.run();
    }
    storeStates(session);
  }

  /** h0 and c0 from the session; zeros without one. */
  private void loadStates(ReferenceSession session) {
    int from = 0;
    for (StatePorts ports : states) {
      from = load(session, from, ports.h0());
      from = load(session, from, ports.c0());
    }
  }

  private int load(ReferenceSession session, int from, Buffer buffer) {
    if (buffer == null) {
      return from;
    }
    int to = (int) buffer.offset();
    int count = (int) buffer.count();
    if (session == null) {
      Arrays.fill(memory.values, to, to + count, 0);
    } else {
      System.arraycopy(session.states, from, memory.values, to, count);
    }
    return from + count;
  }

  /** hT and cT back to the session. */
  private void storeStates(ReferenceSession session) {
    int to = 0;
    for (StatePorts ports : states) {
      to = store(ports.hT(), session, to);
      to = store(ports.cT(), session, to);
    }
  }

  private int store(Buffer buffer, ReferenceSession session, int to) {
    if (buffer == null || session == null) {
      return to;
    }
    int count = (int) buffer.count();
    System.arraycopy(memory.values, (int) buffer.offset(), session.states, to, count);
    return to + count;
  }

  @Override
  protected void update(int number, ReferenceStaging slot) {
    memory.scalars = slot.scalars();
    apply.run();
  }

  @Override
  protected void copyOut(Buffer buffer, float[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = (float) memory.values[(int) buffer.offset() + i];
    }
  }

  @Override
  protected void copyOut(Buffer buffer, double[] to) {
    System.arraycopy(memory.values, (int) buffer.offset(), to, 0, to.length);
  }

  @Override
  protected void copyIn(Buffer buffer, double[] from) {
    System.arraycopy(from, 0, memory.values, (int) buffer.offset(), from.length);
  }

  @Override
  public long bytes() {
    return memory.bytes();
  }

  @Override
  protected void free() {
    memory.free();
  }
}
