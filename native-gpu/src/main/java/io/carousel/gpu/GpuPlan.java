package io.carousel.gpu;

import io.carousel.bindings.cuda.CudaEvent;
import io.carousel.bindings.cuda.CudaStream;
import io.carousel.bindings.cuda.PinnedMemory;
import io.carousel.spi.Buffer;
import io.carousel.spi.Kernel;
import io.carousel.spi.StatePorts;
import io.carousel.spi.base.BasePlan;
import io.carousel.spi.base.BasePlanBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the tasks of a run in line and comes back at once: only reading, and filling a slot that is
 * still in use, waits for the device.
 */
final class GpuPlan extends BasePlan<GpuStaging, GpuSession> {
  private static final long NONE = -1;

  private final GpuQueue queue;
  private final GpuMemory memory;
  private final GpuStaging[] slots;
  private final StatePorts[] states; // arrays, since an iterator would be allocated in every run
  private final GpuTask[] packing;
  private final GpuProgram[] runs = new GpuProgram[SLOTS];
  private final GpuProgram[] updates = new GpuProgram[SLOTS];
  private final Buffer output;
  private final PinnedMemory shown;
  private final CudaEvent copied;
  private long packedVersion = NONE;

  GpuPlan(GpuBackend backend, GpuMemory memory, GpuStaging[] slots, BasePlanBuilder.Parts parts) {
    super(backend, memory.parameters, memory.shape, memory.mode, GpuSession.class, slots, parts);
    this.queue = backend.queue();
    this.memory = memory;
    this.slots = slots;
    this.states = parts.states().toArray(new StatePorts[0]);
    this.packing = memory.packing().toArray(new GpuTask[0]);
    this.output = parts.output();
    shown = backend.budget().pinned(output.count() * Float.BYTES, "a plan");
    memory.own(() -> backend.budget().free(shown));
    queue.enter();
    try {
      copied = memory.own(CudaEvent.create());
    } finally {
      queue.leave();
    }
    for (int slot = 0; slot < SLOTS; slot++) {
      runs[slot] = memory.own(new GpuProgram(memory, runTasks(slots[slot], parts)));
      updates[slot] = memory.own(new GpuProgram(memory, updateTasks(slots[slot], parts)));
    }
  }

  private static List<GpuTask> runTasks(GpuStaging slot, BasePlanBuilder.Parts parts) {
    List<GpuTask> tasks = new ArrayList<>();
    tasks.add(slot.copyAll());
    for (Kernel kernel : parts.run()) {
      tasks.addAll(tasks(kernel));
    }
    return tasks;
  }

  /** The update, and then the copies of the weights that this plan's kernels read. */
  private List<GpuTask> updateTasks(GpuStaging slot, BasePlanBuilder.Parts parts) {
    List<GpuTask> tasks = new ArrayList<>();
    if (parts.apply() != null) {
      tasks.add(slot.copyNumbers());
      tasks.addAll(tasks(parts.apply()));
      tasks.addAll(memory.packing());
    }
    return tasks;
  }

  private static List<GpuTask> tasks(Kernel kernel) {
    return kernel instanceof GpuWork work ? work.tasks() : List.of(kernel::run);
  }

  @Override
  protected GpuStaging ready(GpuStaging slot) {
    slot.await();
    return slot;
  }

  @Override
  protected void compute(int number, GpuStaging slot, GpuSession session) {
    slot.check();
    queue.enter();
    try {
      load(session);
      pack();
      runs[number].run();
      store(session);
      slot.inUse();
    } finally {
      queue.leave();
    }
  }

  /** Copies the weights to where kernels want them, if they are not those of the last time. */
  private void pack() {
    long version = memory.parameters.version();
    if (version != packedVersion) {
      for (GpuTask task : packing) {
        task.run();
      }
      packedVersion = version;
    }
  }

  /** h0 and c0 from the session; without one they stay zero. */
  private void load(GpuSession session) {
    if (session == null) {
      return;
    }
    CudaStream stream = queue.stream();
    long from = session.address();
    for (StatePorts ports : states) {
      from = copyState(stream, from, memory.address(ports.h0()), ports.h0(), true);
      from = copyState(stream, from, memory.address(ports.c0()), ports.c0(), true);
    }
  }

  /** hT and cT back to the session. */
  private void store(GpuSession session) {
    if (session == null) {
      return;
    }
    CudaStream stream = queue.stream();
    long to = session.address();
    for (StatePorts ports : states) {
      to = copyState(stream, to, memory.address(ports.hT()), ports.hT(), false);
      to = copyState(stream, to, memory.address(ports.cT()), ports.cT(), false);
    }
  }

  /** Copies between a place in the session and a buffer; returns the next place. */
  private static long copyState(
      CudaStream stream, long carried, long address, Buffer buffer, boolean in) {
    if (buffer == null) {
      return carried;
    }
    long bytes = buffer.count() * Float.BYTES;
    stream.copy(in ? carried : address, in ? address : carried, bytes);
    return carried + bytes;
  }

  @Override
  protected void update(int number, GpuStaging slot) {
    queue.enter();
    try {
      updates[number].run();
      slot.inUse();
    } finally {
      queue.leave();
    }
    memory.parameters.weightsChanged();
    packedVersion = memory.parameters.version();
  }

  /** How many launches a run of a slot takes. */
  int launches(int slot) {
    return runs[slot].size();
  }

  /** Others may put work in line while this thread waits. */
  @Override
  protected void copyOut(Buffer buffer, float[] to) {
    queue.enter();
    try {
      queue.stream().copy(memory.address(buffer), shown.address(), (long) to.length * Float.BYTES);
      copied.record(queue.stream());
    } finally {
      queue.leave();
    }
    copied.synchronize();
    shown.asFloatBuffer(0, to.length).get(0, to);
  }

  @Override
  protected void copyOut(Buffer buffer, double[] to) {
    queue.read(memory.address(buffer), to);
  }

  @Override
  protected void copyIn(Buffer buffer, double[] from) {
    queue.write(from, memory.address(buffer));
  }

  @Override
  public long bytes() {
    return memory.bytes() + slots[0].bytes() + slots[1].bytes() + shown.bytes();
  }

  @Override
  protected void free() {
    memory.close();
  }
}
