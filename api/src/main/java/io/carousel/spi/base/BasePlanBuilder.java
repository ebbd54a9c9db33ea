package io.carousel.spi.base;

import io.carousel.internal.Require;
import io.carousel.loss.Loss;
import io.carousel.model.DenseSpec;
import io.carousel.model.DropoutSpec;
import io.carousel.model.InputSpec;
import io.carousel.model.LayerInstance;
import io.carousel.model.LayerSpec;
import io.carousel.model.PoolSpec;
import io.carousel.model.RecurrentSpec;
import io.carousel.optim.UpdateChain;
import io.carousel.spi.Buffer;
import io.carousel.spi.Kernel;
import io.carousel.spi.LayerCheck;
import io.carousel.spi.LayerKernel;
import io.carousel.spi.LayerPorts;
import io.carousel.spi.LossPorts;
import io.carousel.spi.Mode;
import io.carousel.spi.Plan;
import io.carousel.spi.PlanBuilder;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Region;
import io.carousel.spi.StagingCheck;
import io.carousel.spi.StatePorts;
import io.carousel.spi.Support;
import java.util.ArrayList;
import java.util.List;

/** Collects what a plan needs; a backend makes the kernels and the plan. */
public abstract class BasePlanBuilder implements PlanBuilder {
  private final BaseBackend<?> backend;
  private final BaseParameters parameters;
  private final PlanShape shape;
  private final Mode mode;
  private final List<StatePorts> states = new ArrayList<>();
  private InputSpec input;
  private Buffer inputBuffer;
  private StagingCheck staged = new StagingCheck(null, null, null);
  private boolean sealed;

  protected BasePlanBuilder(
      BaseBackend<?> backend, BaseParameters parameters, PlanShape shape, Mode mode) {
    this.backend = backend;
    this.parameters = parameters;
    this.shape = shape;
    this.mode = mode;
  }

  protected abstract LayerKernel recurrent(
      LayerInstance layer, RecurrentSpec spec, LayerPorts ports);

  protected abstract LayerKernel dense(LayerInstance layer, DenseSpec spec, LayerPorts ports);

  protected abstract LayerKernel embedding(LayerInstance layer, LayerPorts ports);

  protected abstract LayerKernel dropout(LayerInstance layer, DropoutSpec spec, LayerPorts ports);

  protected abstract LayerKernel pool(LayerInstance layer, PoolSpec spec, LayerPorts ports);

  /** The loss; {@code check} knows how many targets a slot holds. */
  protected abstract Kernel newLoss(Loss kind, LossPorts ports, StagingCheck check);

  protected abstract Kernel newUpdate(UpdateChain chain);

  /** Allocates and makes the plan; what is still open when it throws is freed by {@link #free}. */
  protected abstract Plan newPlan(Parts parts);

  /** Frees what has been made if there is no plan to own it. */
  protected abstract void free();

  /**
   * What a plan is made of.
   *
   * @param input where the input stands, or null
   * @param check what a slot may hold
   * @param states of the recurrent layers in order
   * @param output what {@link Plan#output} shows
   * @param run the kernels of one run
   * @param apply the update kernel, or null
   */
  public record Parts(
      Buffer input,
      StagingCheck check,
      List<StatePorts> states,
      Buffer output,
      List<Kernel> run,
      Kernel apply) {
    public Parts {
      states = List.copyOf(states);
      run = List.copyOf(run);
    }
  }

  @Override
  public final Buffer input(InputSpec spec) {
    Require.that(input == null, "a plan must have one input, second input=" + spec);
    input = spec;
    staged = new StagingCheck(spec, null, null);
    int width = spec.tokens() ? 1 : spec.width();
    inputBuffer = buffer(Region.INPUT, (long) shape.steps() * shape.sequences() * width);
    return inputBuffer;
  }

  @Override
  public final StatePorts state(LayerInstance layer) {
    StatePorts ports = StatePorts.of(this, layer, shape, mode);
    states.add(ports);
    return ports;
  }

  @Override
  public final LayerKernel layer(LayerInstance layer, LayerPorts ports) {
    Support.require(backend, layer, shape.precision());
    LayerCheck.check(parameters.layout(), shape, layer, ports);
    LayerSpec spec = layer.spec();
    return switch (spec.kind()) {
      case RECURRENT -> recurrent(layer, (RecurrentSpec) spec, ports);
      case DENSE -> dense(layer, (DenseSpec) spec, ports);
      case EMBEDDING -> embedding(layer, ports);
      case DROPOUT -> dropout(layer, (DropoutSpec) spec, ports);
      case POOL -> pool(layer, (PoolSpec) spec, ports);
    };
  }

  @Override
  public final Kernel loss(Loss kind, LossPorts ports) {
    staged = new StagingCheck(input, kind, ports);
    return newLoss(kind, ports, staged);
  }

  @Override
  public final Kernel update(UpdateChain chain) {
    parameters.checkFor(chain);
    return newUpdate(chain);
  }

  @Override
  public final Plan seal(Buffer output, List<Kernel> run, Kernel apply) {
    if (sealed) {
      throw new IllegalStateException("a plan must be sealed once, but seal() was called before");
    }
    Plan plan = newPlan(new Parts(inputBuffer, staged, states, output, run, apply));
    sealed = true;
    return plan;
  }

  @Override
  public final void close() {
    if (!sealed) {
      free();
    }
  }
}
