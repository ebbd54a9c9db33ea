package io.carousel.reference;

import io.carousel.internal.Require;
import io.carousel.spi.Buffer;
import io.carousel.spi.Kernel;
import io.carousel.spi.Plan;
import io.carousel.spi.Session;
import io.carousel.spi.Staging;
import io.carousel.spi.StatePorts;
import java.util.Arrays;
import java.util.List;

/** Runs kernels in order: copy the slot in, the states in, compute, the states out. */
final class ReferencePlan implements Plan {
  private final ReferenceMemory memory;
  private final ReferenceStaging[] staging;
  private final int input;
  private final List<StatePorts> states;
  private final Buffer output;
  private final Kernel[] run;
  private final Kernel apply;
  private boolean closed;

  ReferencePlan(
      ReferenceMemory memory,
      ReferenceStaging[] staging,
      Buffer input,
      List<StatePorts> states,
      Buffer output,
      List<Kernel> run,
      Kernel apply) {
    this.memory = memory;
    this.staging = staging;
    this.input = input == null ? -1 : (int) input.offset();
    this.states = states;
    this.output = output;
    this.run = run.toArray(new Kernel[0]);
    this.apply = apply;
  }

  @Override
  public Staging staging(int slot) {
    return slot(slot);
  }

  private ReferenceStaging slot(int slot) {
    checkOpen();
    Require.that(slot >= 0 && slot < SLOTS, "slot must be 0 or 1, slot=" + slot);
    return staging[slot];
  }

  @Override
  public void run(int slot, Session session) {
    ReferenceStaging given = slot(slot);
    ReferenceSession carried = check(session);
    given.copyTo(memory, input);
    loadStates(carried);
    for (Kernel kernel : run) {
      kernel.run();
    }
    storeStates(carried);
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

  private ReferenceSession check(Session session) {
    boolean stateful = memory.shape.stateful();
    Require.that(
        stateful == (session != null),
        stateful
            ? "a stateful plan must run with a session, session=null"
            : "a plan that is not stateful must run without a session, session given");
    if (session == null) {
      return null;
    }
    Require.that(
        session instanceof ReferenceSession,
        "session must come from backend reference, session=" + session.getClass().getSimpleName());
    ReferenceSession own = (ReferenceSession) session;
    own.checkOpen();
    int sequences = memory.shape.sequences();
    Require.that(
        own.sequences() == sequences,
        "session must have " + sequences + " sequences, sequences=" + own.sequences());
    ReferenceMemory.checkLength("session", own.states.length, stateSize());
    return own;
  }

  private int stateSize() {
    long size = 0;
    for (StatePorts ports : states) {
      size += ports.h0().count() + (ports.c0() == null ? 0 : ports.c0().count());
    }
    return (int) size;
  }

  @Override
  public void apply(int slot) {
    memory.scalars = slot(slot).scalars();
    if (apply == null) {
      throw new IllegalStateException("plan must have an update kernel, mode=" + memory.mode);
    }
    apply.run();
  }

  @Override
  public void output(float[] destination) {
    checkOpen();
    ReferenceMemory.checkLength("destination", destination.length, (int) output.count());
    for (int i = 0; i < destination.length; i++) {
      destination[i] = (float) memory.values[(int) output.offset() + i];
    }
  }

  @Override
  public double[] read(Buffer buffer) {
    checkOpen();
    int from = (int) buffer.offset();
    return Arrays.copyOfRange(memory.values, from, from + (int) buffer.count());
  }

  @Override
  public void write(Buffer buffer, double[] values) {
    checkOpen();
    ReferenceMemory.checkLength("values", values.length, (int) buffer.count());
    System.arraycopy(values, 0, memory.values, (int) buffer.offset(), values.length);
  }

  @Override
  public long bytes() {
    return memory.bytes() + staging[0].bytes() + staging[1].bytes();
  }

  private void checkOpen() {
    ReferenceMemory.checkOpen(!closed, "plan");
    memory.parameters.checkOpen();
  }

  @Override
  public void close() {
    closed = true;
  }
}
