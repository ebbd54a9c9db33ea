package io.carousel.plan;

import io.carousel.spi.Backend;
import io.carousel.spi.IdleMemory;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters;
import io.carousel.spi.PlanShape;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The plans of one program over one set of parameters, by shape and mode. When they hold more bytes
 * than allowed, the one not used for the longest time is closed; the newest always stays. When the
 * backend runs short of memory, it takes those back that are idle. Not safe for use by several
 * threads, apart from {@link #giveBack}.
 */
public final class PlanCache implements IdleMemory, AutoCloseable {
  /** What a plan is found by. The one that is looked for is set anew and kept by nobody. */
  private static final class Key {
    private PlanShape shape;
    private Mode mode;

    Key set(PlanShape newShape, Mode newMode) {
      shape = newShape;
      mode = newMode;
      return this;
    }

    @Override
    public int hashCode() {
      return 31 * shape.hashCode() + mode.hashCode();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && key.mode == mode && key.shape.equals(shape);
    }
  }

  private final Backend backend;
  private final Parameters parameters;
  private final Program program;
  private final long limitBytes;
  private final Map<Key, NetworkPlan> plans = new LinkedHashMap<>(16, 0.75f, true);
  private final Key sought = new Key();
  private final Object lock = new Object(); // never held while memory is asked for or freed
  private NetworkPlan inUse;
  private long bytes;

  /** A cache of as many bytes as the backend was opened with. */
  public PlanCache(Backend backend, Parameters parameters, Program program) {
    this(backend, parameters, program, backend.planCache());
  }

  /** A cache of at most this many bytes, but for the plan in use. */
  public PlanCache(Backend backend, Parameters parameters, Program program, long limitBytes) {
    this.backend = backend;
    this.parameters = parameters;
    this.program = program;
    this.limitBytes = limitBytes;
    backend.register(this);
  }

  /**
   * The plan for this shape and mode, made if there is none; the cache keeps owning it. It is in
   * use until the next call or {@link #release}. Finding one allocates nothing.
   */
  public NetworkPlan get(PlanShape shape, Mode mode) {
    synchronized (lock) {
      inUse = plans.get(sought.set(shape, mode));
      if (inUse != null) {
        return inUse;
      }
    }
    NetworkPlan plan = Planner.plan(backend, parameters, program, shape, mode);
    synchronized (lock) {
      plans.put(new Key().set(shape, mode), plan);
      bytes += plan.plan().bytes();
      inUse = plan;
    }
    while (overLimit() && giveBack()) {
      // one at a time, the oldest first
    }
    return plan;
  }

  private boolean overLimit() {
    synchronized (lock) {
      return bytes > limitBytes;
    }
  }

  /** The plan that {@link #get} gave last is idle from now on. */
  public void release() {
    synchronized (lock) {
      inUse = null;
    }
  }

  @Override
  public boolean giveBack() {
    NetworkPlan oldest = removeOldestIdle();
    if (oldest != null) {
      oldest.close();
    }
    return oldest != null;
  }

  private NetworkPlan removeOldestIdle() {
    synchronized (lock) {
      Iterator<NetworkPlan> oldestFirst = plans.values().iterator();
      while (oldestFirst.hasNext()) {
        NetworkPlan plan = oldestFirst.next();
        if (plan != inUse) {
          oldestFirst.remove();
          bytes -= plan.plan().bytes();
          return plan;
        }
      }
      return null;
    }
  }

  /** How many plans are held now. */
  public int size() {
    synchronized (lock) {
      return plans.size();
    }
  }

  @Override
  public void close() {
    backend.unregister(this);
    release();
    while (giveBack()) {
      // until none is left
    }
  }
}
