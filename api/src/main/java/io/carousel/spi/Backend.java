package io.carousel.spi;

import io.carousel.model.LayerInstance;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;

/**
 * A machine that runs networks. Everything it creates must be closed before it is. A backend may be
 * used by several threads; what it creates, by one at a time.
 */
public interface Backend extends AutoCloseable {
  /** The provider's name. */
  String name();

  /** One line for people: {@code cpu: oneDNN 3.11, avx2, 2 threads}. */
  String describe();

  /** The type of its parameters and states. */
  NumberType numberType();

  /** Whether it runs this layer, and if not, why. */
  Support supports(LayerInstance layer, Precision precision);

  /**
   * Room for weights, all zero; with {@code training} for gradient sums and {@code moments} numbers
   * per weight for the optimizer too.
   */
  Parameters parameters(ParameterLayout layout, boolean training, int moments);

  /** Room for the carried states of this many sequences, all zero. */
  Session session(NetworkSpec network, int sequences);

  /** Starts a plan over these parameters, which must stay open as long as the plan is. */
  PlanBuilder plan(Parameters parameters, PlanShape shape, Mode mode);

  /** See {@link BackendOptions#planCache}. */
  default long planCache() {
    return BackendOptions.DEFAULT_PLAN_CACHE;
  }

  /**
   * From now on the holder is asked to give idle memory back before a request for memory is
   * refused. A backend that never refuses has no need to.
   */
  default void register(IdleMemory holder) {}

  /** Forgets a holder, which has closed. */
  default void unregister(IdleMemory holder) {}

  @Override
  void close();
}
