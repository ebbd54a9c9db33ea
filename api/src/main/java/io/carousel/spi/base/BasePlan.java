package io.carousel.spi.base;

import io.carousel.internal.Require;
import io.carousel.spi.Buffer;
import io.carousel.spi.Mode;
import io.carousel.spi.Plan;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Session;
import io.carousel.spi.Staging;
import io.carousel.spi.StatePorts;

/**
 * A plan as far as all backends have it alike: it checks what it is given and takes for its thread
 * what a run uses. What is wrong is refused before anything is computed. Nothing here allocates in
 * a run.
 *
 * @param <S> its staging
 * @param <C> its sessions
 */
public abstract class BasePlan<S extends Staging, C extends BaseSession> implements Plan {
  private final BaseBackend<?> backend;
  private final BaseParameters parameters;
  private final PlanShape shape;
  private final Mode mode;
  private final Class<C> ownSession;
  private final S[] slots;
  private final Buffer output;
  private final boolean updates;
  private final int stateSize;
  private final Usage usage =
      new Usage(
          "plan",
          "a plan must be used by one thread at a time, but another is running it;"
              + " give each thread a plan of its own");

  /** A plan of these parts, with its slots. */
  protected BasePlan(
      BaseBackend<?> backend,
      BaseParameters parameters,
      PlanShape shape,
      Mode mode,
      Class<C> ownSession,
      S[] slots,
      BasePlanBuilder.Parts parts) {
    this.backend = backend;
    this.parameters = parameters;
    this.shape = shape;
    this.mode = mode;
    this.ownSession = ownSession;
    this.slots = slots;
    this.output = parts.output();
    this.updates = parts.apply() != null;
    this.stateSize = stateSize(parts);
  }

  private static int stateSize(BasePlanBuilder.Parts parts) {
    long size = 0;
    for (StatePorts ports : parts.states()) {
      size += ports.h0().count() + (ports.c0() == null ? 0 : ports.c0().count());
    }
    return Require.arraySize(size, "the carried states");
  }

  /** Copies the slot and the states in, computes, and copies the states out; C may be null. */
  protected abstract void compute(int number, S slot, C session);

  /** Runs the update. */
  protected abstract void update(int number, S slot);

  /** Waits until the slot may be filled. */
  protected abstract S ready(S slot);

  protected abstract void copyOut(Buffer buffer, float[] to);

  protected abstract void copyOut(Buffer buffer, double[] to);

  protected abstract void copyIn(Buffer buffer, double[] from);

  /** Frees all that the plan owns; called once. */
  protected abstract void free();

  @Override
  public final Staging staging(int number) {
    return ready(slot(number));
  }

  private S slot(int number) {
    checkOpen();
    if (number < 0 || number >= SLOTS) { // no Require: its message would be made in every step
      throw new IllegalArgumentException("slot must be 0 or 1, slot=" + number);
    }
    return slots[number];
  }

  @Override
  public final void run(int number, Session session) {
    S slot = slot(number);
    C carried = check(session);
    enter();
    try {
      runWithWeights(number, slot, carried);
    } finally {
      leave();
    }
  }

  private void runWithWeights(int number, S slot, C carried) {
    parameters.usage().share();
    try {
      if (mode.hasLoss()) {
        runCounting(number, slot, carried);
      } else {
        runInSession(number, slot, carried);
      }
    } finally {
      parameters.usage().leave();
    }
  }

  private void runCounting(int number, S slot, C carried) {
    parameters.counts().claim();
    try {
      runInSession(number, slot, carried);
    } finally {
      parameters.counts().leave();
    }
  }

  private void runInSession(int number, S slot, C carried) {
    if (carried == null) {
      compute(number, slot, null);
      return;
    }
    carried.usage().claim();
    try {
      compute(number, slot, carried);
    } finally {
      carried.usage().leave();
    }
  }

  private C check(Session session) {
    if (shape.stateful() != (session != null)) {
      throw new IllegalArgumentException(
          shape.stateful()
              ? "a stateful plan must run with a session, session=null"
              : "a plan that is not stateful must run without a session, session given");
    }
    if (session == null) {
      return null;
    }
    if (!ownSession.isInstance(session)) {
      throw new IllegalArgumentException(
          "session must come from backend "
              + backend.name()
              + ", session="
              + session.getClass().getSimpleName());
    }
    C own = ownSession.cast(session);
    own.usage().checkOpen();
    if (own.sequences() != shape.sequences()) {
      throw new IllegalArgumentException(
          "session must have " + shape.sequences() + " sequences, sequences=" + own.sequences());
    }
    Require.length("session", own.layout().size(), stateSize);
    return own;
  }

  @Override
  public final void apply(int number) {
    S slot = slot(number);
    if (!updates) {
      throw new IllegalStateException("plan must have an update kernel, mode=" + mode);
    }
    enter();
    try {
      updateAlone(number, slot);
    } finally {
      leave();
    }
  }

  private void updateAlone(int number, S slot) {
    parameters.usage().claim();
    try {
      update(number, slot);
    } finally {
      parameters.usage().leave();
    }
  }

  /** Takes the plan for this thread, and keeps the backend open. */
  private void enter() {
    usage.claim();
    try {
      backend.usage().share();
    } catch (IllegalStateException e) {
      usage.leave();
      throw e;
    }
  }

  private void leave() {
    backend.usage().leave();
    usage.leave();
  }

  @Override
  public final void output(float[] destination) {
    checkOpen();
    Require.length("destination", destination.length, output.count());
    usage.claim();
    try {
      copyOut(output, destination);
    } finally {
      usage.leave();
    }
  }

  @Override
  public final double[] read(Buffer buffer) {
    checkOpen();
    double[] values = new double[(int) buffer.count()];
    usage.claim();
    try {
      copyOut(buffer, values);
    } finally {
      usage.leave();
    }
    return values;
  }

  @Override
  public final void write(Buffer buffer, double[] values) {
    checkOpen();
    Require.length("values", values.length, buffer.count());
    usage.claim();
    try {
      copyIn(buffer, values);
    } finally {
      usage.leave();
    }
  }

  private void checkOpen() {
    usage.checkOpen();
    parameters.usage().checkOpen();
  }

  /** Waits for nobody: closing while another thread runs it is refused. */
  @Override
  public final void close() {
    if (usage.close()) {
      free();
    }
  }
}
