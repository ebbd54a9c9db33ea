package io.carousel.cpu;

import io.carousel.spi.Buffer;
import io.carousel.spi.Kernel;
import io.carousel.spi.Plan;
import io.carousel.spi.Session;
import io.carousel.spi.Staging;
import io.carousel.spi.StatePorts;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs kernels in order: copy the slot in, the states in, compute, the states out. A second thread
 * that comes while one is at work is refused.
 */
final class CpuPlan implements Plan {
  private final CpuBackend backend;
  private final CpuMemory memory;
  private final CpuStaging[] staging;
  private final StatePorts[] states;
  private final List<AutoCloseable> owned;
  private final Buffer output;
  private final Kernel[] run;
  private final Kernel apply;
  private final int stateSize;
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile boolean closed;

  CpuPlan(
      CpuBackend backend,
      CpuMemory memory,
      CpuStaging[] staging,
      List<StatePorts> states,
      List<AutoCloseable> owned,
      Buffer output,
      List<Kernel> run,
      Kernel apply) {
    this.backend = backend;
    this.memory = memory;
    this.staging = staging;
    this.states = states.toArray(new StatePorts[0]);
    this.owned = owned;
    this.output = output;
    this.run = run.toArray(new Kernel[0]);
    this.apply = apply;
    this.stateSize = sizeOf(this.states);
  }

  private static int sizeOf(StatePorts[] states) {
    long size = 0;
    for (StatePorts ports : states) {
      size += ports.h0().count() + (ports.c0() == null ? 0 : ports.c0().count());
    }
    return (int) size;
  }

  @Override
  public Staging staging(int slot) {
    return slot(slot);
  }

  private CpuStaging slot(int slot) {
    checkOpen();
    if (slot < 0 || slot >= SLOTS) { // no Require: its message would be made in every step
      throw new IllegalArgumentException("slot must be 0 or 1, slot=" + slot);
    }
    return staging[slot];
  }

  @Override
  public void run(int slot, Session session) {
    CpuStaging given = slot(slot);
    CpuSession carried = check(session);
    enter();
    try {
      if (carried == null) {
        compute(given, null);
      } else {
        computeInSession(given, carried);
      }
    } finally {
      leave();
    }
  }

  private void computeInSession(CpuStaging given, CpuSession carried) {
    carried.use().enter();
    try {
      compute(given, carried);
    } finally {
      carried.use().leave();
    }
  }

  private void compute(CpuStaging given, CpuSession carried) {
    int threads = CpuKernels.threads(backend.threads(memory.mode));
    try {
      given.copyTo(memory);
      memory.pack();
      load(carried);
      for (Kernel kernel : run) {
        kernel.run();
      }
      store(carried);
    } finally {
      CpuKernels.threads(threads);
    }
  }

  /** Takes the plan for this thread, and keeps open what it needs. */
  private void enter() {
    claim();
    try {
      backend.use().enter();
    } catch (IllegalStateException e) {
      busy.set(false);
      throw e;
    }
    try {
      memory.parameters.use().enter();
    } catch (IllegalStateException e) {
      backend.use().leave();
      busy.set(false);
      throw e;
    }
  }

  private void leave() {
    memory.parameters.use().leave();
    backend.use().leave();
    busy.set(false);
  }

  private void claim() {
    if (!busy.compareAndSet(false, true)) {
      checkOpen();
      throw new IllegalStateException(
          "a plan must be used by one thread at a time, but another is running it;"
              + " give each thread a plan of its own");
    }
  }

  /** h0 and c0 from the session; zeros without one. */
  private void load(CpuSession session) {
    long from = session == null ? 0 : session.address();
    for (StatePorts ports : states) {
      from = load(from, ports.h0());
      from = load(from, ports.c0());
    }
  }

  private long load(long from, Buffer buffer) {
    if (buffer == null) {
      return from;
    }
    long bytes = buffer.count() * Float.BYTES;
    if (from == 0) {
      CpuKernels.zero(bytes, memory.address(buffer));
      return 0;
    }
    CpuKernels.copy(bytes, from, memory.address(buffer));
    return from + bytes;
  }

  /** hT and cT back to the session. */
  private void store(CpuSession session) {
    if (session == null) {
      return;
    }
    long to = session.address();
    for (StatePorts ports : states) {
      to = store(ports.hT(), to);
      to = store(ports.cT(), to);
    }
  }

  private long store(Buffer buffer, long to) {
    if (buffer == null) {
      return to;
    }
    long bytes = buffer.count() * Float.BYTES;
    CpuKernels.copy(bytes, memory.address(buffer), to);
    return to + bytes;
  }

  private CpuSession check(Session session) {
    boolean stateful = memory.shape.stateful();
    if (stateful != (session != null)) {
      throw new IllegalArgumentException(
          stateful
              ? "a stateful plan must run with a session, session=null"
              : "a plan that is not stateful must run without a session, session given");
    }
    if (session == null) {
      return null;
    }
    if (!(session instanceof CpuSession own)) {
      throw new IllegalArgumentException(
          "session must come from backend cpu, session=" + session.getClass().getSimpleName());
    }
    own.checkOpen();
    int sequences = memory.shape.sequences();
    if (own.sequences() != sequences) {
      throw new IllegalArgumentException(
          "session must have " + sequences + " sequences, sequences=" + own.sequences());
    }
    CpuState.checkLength("session", own.layout().size(), stateSize);
    return own;
  }

  @Override
  public void apply(int slot) {
    CpuStaging given = slot(slot);
    if (apply == null) {
      throw new IllegalStateException("plan must have an update kernel, mode=" + memory.mode);
    }
    enter();
    int threads = CpuKernels.threads(backend.threads(memory.mode));
    try {
      memory.scalars = given.scalars();
      apply.run();
    } finally {
      CpuKernels.threads(threads);
      leave();
    }
  }

  @Override
  public void output(float[] destination) {
    checkOpen();
    CpuState.checkLength("destination", destination.length, output.count());
    claim();
    try {
      view(output).get(0, destination);
    } finally {
      busy.set(false);
    }
  }

  @Override
  public double[] read(Buffer buffer) {
    checkOpen();
    double[] values = new double[(int) buffer.count()];
    claim();
    try {
      FloatBuffer view = view(buffer);
      for (int i = 0; i < values.length; i++) {
        values[i] = view.get(i);
      }
    } finally {
      busy.set(false);
    }
    return values;
  }

  @Override
  public void write(Buffer buffer, double[] values) {
    checkOpen();
    CpuState.checkLength("values", values.length, buffer.count());
    claim();
    try {
      FloatBuffer view = view(buffer);
      for (int i = 0; i < values.length; i++) {
        view.put(i, (float) values[i]);
      }
    } finally {
      busy.set(false);
    }
  }

  private FloatBuffer view(Buffer buffer) {
    return memory
        .region(buffer.region())
        .asFloatBuffer(buffer.offset() * Float.BYTES, (int) buffer.count());
  }

  @Override
  public long bytes() {
    return memory.bytes() + staging[0].bytes() + staging[1].bytes();
  }

  private void checkOpen() {
    CpuState.checkOpen(!closed, "plan");
    memory.parameters.checkOpen();
  }

  /** Waits for nobody: closing while another thread runs is refused. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    claim();
    closed = true;
    CpuState.closeAll(owned);
    for (CpuStaging slot : staging) {
      slot.close();
    }
    memory.close();
  }
}
