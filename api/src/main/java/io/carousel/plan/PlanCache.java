package io.carousel.plan;

import io.carousel.spi.Backend;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters;
import io.carousel.spi.PlanShape;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The plans of one program over one set of parameters, by shape and mode. When they hold more bytes
 * than allowed, the one not used for the longest time is closed; the newest always stays. Not safe
 * for use by several threads.
 */
public final class PlanCache implements AutoCloseable {
  /** What a cache may hold if nobody says otherwise: 1 GiB. */
  public static final long DEFAULT_LIMIT_BYTES = 1L << 30;

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
  private long bytes;

  public PlanCache(Backend backend, Parameters parameters, Program program, long limitBytes) {
    this.backend = backend;
    this.parameters = parameters;
    this.program = program;
    this.limitBytes = limitBytes;
  }

  /**
   * The plan for this shape and mode, made if there is none; the cache keeps owning it. Finding one
   * allocates nothing.
   */
  public NetworkPlan get(PlanShape shape, Mode mode) {
    NetworkPlan plan = plans.get(sought.set(shape, mode));
    if (plan == null) {
      plan = Planner.plan(backend, parameters, program, shape, mode);
      plans.put(new Key().set(shape, mode), plan);
      bytes += plan.plan().bytes();
      evict(plan);
    }
    return plan;
  }

  private void evict(NetworkPlan newest) {
    Iterator<NetworkPlan> oldestFirst = plans.values().iterator();
    while (bytes > limitBytes && oldestFirst.hasNext()) {
      NetworkPlan plan = oldestFirst.next();
      if (plan != newest) {
        bytes -= plan.plan().bytes();
        oldestFirst.remove();
        plan.close();
      }
    }
  }

  /** How many plans are held now. */
  public int size() {
    return plans.size();
  }

  @Override
  public void close() {
    plans.values().forEach(NetworkPlan::close);
    plans.clear();
    bytes = 0;
  }
}
