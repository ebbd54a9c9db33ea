package io.carousel.spi;

import io.carousel.loss.Loss;
import io.carousel.model.InputSpec;
import io.carousel.model.LayerInstance;
import io.carousel.optim.UpdateChain;
import java.util.List;

/** Collects buffers and kernels, then seals them into a plan. */
public interface PlanBuilder extends AutoCloseable {
  /** The network's input, filled from a slot's staging when the plan runs. Called once. */
  Buffer input(InputSpec input);

  /** Zeroed memory. */
  Buffer buffer(Region region, long elements);

  /** The carried state of a recurrent layer, in the order of the network's layers. */
  StatePorts state(LayerInstance layer);

  /**
   * A layer.
   *
   * @throws io.carousel.error.UnsupportedSpecException if {@link Backend#supports} says no
   */
  LayerKernel layer(LayerInstance layer, LayerPorts ports);

  /** Adds loss and number of positions to the sums, and overwrites dy. */
  Kernel loss(Loss loss, LossPorts ports);

  /**
   * Divides the gradient sums by the number of positions since the last update, transforms them,
   * updates the weights and zeroes the sums. A norm that is not finite changes nothing, is recorded
   * in the {@link Sums}, and blocks every later update.
   */
  Kernel update(UpdateChain chain);

  /**
   * The plan.
   *
   * @param output what {@link Plan#output} shows
   * @param run the kernels of one run in order
   * @param apply the update kernel, or null
   */
  Plan seal(Buffer output, List<Kernel> run, Kernel apply);

  /** Frees what has been made if planning failed; does nothing once the plan is sealed. */
  @Override
  default void close() {}
}
