package io.carousel.spi.base;

import io.carousel.internal.Require;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import io.carousel.spi.IdleMemory;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters;
import io.carousel.spi.PlanBuilder;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Session;

/**
 * A backend as far as all are alike.
 *
 * @param <P> its parameters
 */
public abstract class BaseBackend<P extends BaseParameters> implements Backend {
  private final String name;
  private final Class<P> ownParameters;
  private volatile long planCache = BackendOptions.DEFAULT_PLAN_CACHE;
  private final Usage usage = new Usage("backend", "a backend is used by many threads");

  protected BaseBackend(String name, Class<P> ownParameters) {
    this.name = name;
    this.ownParameters = ownParameters;
  }

  protected abstract P newParameters(ParameterLayout layout, boolean training, int moments);

  protected abstract Session newSession(NetworkSpec network, int sequences);

  protected abstract PlanBuilder newPlan(P parameters, PlanShape shape, Mode mode);

  /** What counts the backend's memory. */
  protected abstract MemoryBudget memory();

  /** Frees what the backend itself holds; called once. */
  protected abstract void free();

  /**
   * Bounds its memory from now on. A backend tests itself first, which a user's limit is not meant
   * for.
   *
   * @param planCache see {@link BackendOptions#planCache}
   */
  public final void bound(MemoryLimit limit, long planCache) {
    memory().limit(limit);
    this.planCache = planCache;
  }

  @Override
  public final long planCache() {
    return planCache;
  }

  /** Who is at work with it. */
  public final Usage usage() {
    return usage;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final Parameters parameters(ParameterLayout layout, boolean training, int moments) {
    usage.checkOpen();
    return newParameters(layout, training, moments);
  }

  @Override
  public final Session session(NetworkSpec network, int sequences) {
    usage.checkOpen();
    return newSession(network, sequences);
  }

  @Override
  public final PlanBuilder plan(Parameters parameters, PlanShape shape, Mode mode) {
    usage.checkOpen();
    Require.that(
        ownParameters.isInstance(parameters),
        "parameters must come from backend "
            + name
            + ", parameters="
            + parameters.getClass().getSimpleName());
    P own = ownParameters.cast(parameters);
    own.usage().checkOpen();
    Require.that(
        !mode.hasBackward() || own.has(Parameters.Block.GRADIENTS),
        "parameters must have gradient sums for a backward pass, mode="
            + mode
            + "; create them with training=true");
    return newPlan(own, shape, mode);
  }

  @Override
  public final void register(IdleMemory holder) {
    memory().register(holder);
  }

  @Override
  public final void unregister(IdleMemory holder) {
    memory().unregister(holder);
  }

  @Override
  public final void close() {
    if (usage.close()) {
      free();
    }
  }
}
