package io.carousel.cpu;

import io.carousel.internal.Require;
import io.carousel.spi.Buffer;
import io.carousel.spi.Kernel;
import io.carousel.spi.StatePorts;
import io.carousel.spi.base.BasePlan;
import io.carousel.spi.base.BasePlanBuilder;
import java.nio.FloatBuffer;
import java.util.List;

/** Runs kernels in order: copy the slot in, the states in, compute, the states out. */
final class CpuPlan extends BasePlan<CpuStaging, CpuSession> {
  private final CpuBackend backend;
  private final CpuMemory memory;
  private final CpuStaging[] slots;
  private final StatePorts[] states; // arrays, since an iterator would be allocated in every run
  private final List<AutoCloseable> owned;
  private final Kernel[] run;
  private final Kernel apply;

  CpuPlan(
      CpuBackend backend,
      CpuMemory memory,
      CpuStaging[] slots,
      List<AutoCloseable> owned,
      BasePlanBuilder.Parts parts) {
    super(backend, memory.parameters, memory.shape, memory.mode, CpuSession.class, slots, parts);
    this.backend = backend;
    this.memory = memory;
    this.slots = slots;
    this.states = parts.states().toArray(new StatePorts[0]);
    this.owned = owned;
    this.run = parts.run().toArray(new Kernel[0]);
    this.apply = parts.apply();
  }

  @Override
  protected CpuStaging ready(CpuStaging slot) {
    return slot;
  }

  @Override
  protected void compute(int number, CpuStaging slot, CpuSession session) {
    int before = CpuTeam.begin(backend.threads(memory.mode));
    try {
      slot.copyTo(memory);
      memory.pack();
      load(session);
      for (Kernel kernel : run) {
        kernel.run();
      }
      store(session);
    } finally {
      CpuTeam.end(before);
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

  @Override
  protected void update(int number, CpuStaging slot) {
    int before = CpuTeam.begin(backend.threads(memory.mode));
    try {
      memory.scalars = slot.scalars();
      apply.run();
    } finally {
      CpuTeam.end(before);
    }
  }

  @Override
  protected void copyOut(Buffer buffer, float[] to) {
    view(buffer).get(0, to);
  }

  @Override
  protected void copyOut(Buffer buffer, double[] to) {
    FloatBuffer view = view(buffer);
    for (int i = 0; i < to.length; i++) {
      to[i] = view.get(i);
    }
  }

  @Override
  protected void copyIn(Buffer buffer, double[] from) {
    FloatBuffer view = view(buffer);
    for (int i = 0; i < from.length; i++) {
      view.put(i, (float) from[i]);
    }
  }

  private FloatBuffer view(Buffer buffer) {
    return memory
        .region(buffer.region())
        .asFloatBuffer(
            buffer.offset() * Float.BYTES, Require.bufferSize(buffer.count(), "what is read"));
  }

  @Override
  public long bytes() {
    return memory.bytes() + slots[0].bytes() + slots[1].bytes();
  }

  @Override
  protected void free() {
    CpuResources.closeAll(owned);
    memory.close();
  }
}
