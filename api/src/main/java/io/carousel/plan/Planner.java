package io.carousel.plan;

import io.carousel.error.UnsupportedSpecException;
import io.carousel.internal.Require;
import io.carousel.model.LayerInstance;
import io.carousel.model.NetworkSpec;
import io.carousel.plan.NetworkPlan.PlannedLayer;
import io.carousel.spi.Backend;
import io.carousel.spi.Buffer;
import io.carousel.spi.Kernel;
import io.carousel.spi.LayerPorts;
import io.carousel.spi.LossPorts;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters;
import io.carousel.spi.PlanBuilder;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Region;
import io.carousel.spi.StagingCheck;
import io.carousel.spi.StatePorts;
import io.carousel.spi.Support;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes plans: asks a backend for a kernel per layer, connects them by buffers, and orders them:
 * all layers forward, the loss, all layers backward.
 */
public final class Planner {
  private final PlanBuilder builder;
  private final PlanShape shape;
  private final Mode mode;
  private final List<PlannedLayer> layers = new ArrayList<>();

  private Planner(PlanBuilder builder, PlanShape shape, Mode mode) {
    this.builder = builder;
    this.shape = shape;
    this.mode = mode;
  }

  /**
   * A plan of this program. The whole network runs on this backend or nothing does.
   *
   * @throws UnsupportedSpecException if the backend cannot run a layer, which is named
   * @throws IllegalArgumentException if the shape or mode does not suit the program
   */
  public static NetworkPlan plan(
      Backend backend, Parameters parameters, Program program, PlanShape shape, Mode mode) {
    check(backend, program, shape, mode);
    try (PlanBuilder builder = backend.plan(parameters, shape, mode)) {
      return new Planner(builder, shape, mode).build(program);
    }
  }

  private static void check(Backend backend, Program program, PlanShape shape, Mode mode) {
    Require.that(
        !mode.hasLoss() || program.loss() != null,
        "a plan with a loss needs to know which, mode=" + mode + ", loss=null");
    Require.that(
        mode != Mode.TRAINING || program.update() != null,
        "a plan for training needs an update chain, update=null");
    Require.that(
        !shape.stateful() || program.network().causal(),
        "carried state needs layers that read forward only, network="
            + program.network().layers()
            + "; leave out backward and bidirectional");
    checkSizes(program, shape, mode);
    for (LayerInstance layer : program.network().instances()) {
      Support.require(backend, layer, shape.precision());
    }
  }

  /** Refuses what no buffer could show, before memory is taken for it. */
  private static void checkSizes(Program program, PlanShape shape, Mode mode) {
    NetworkSpec network = program.network();
    long width = network.input().tokens() ? 1 : network.input().width();
    Require.bufferSize(shape.positions() * width, "the input of a plan");
    if (mode.hasLoss()) {
      LossPorts ends = new LossPorts(null, null, network.outputWidth(), perStep(program));
      new StagingCheck(network.input(), program.loss(), ends).targetNumbers(shape);
    }
    if (mode == Mode.INFERENCE) {
      NetworkPlan.outputSize(shape, perStep(program), network.outputWidth());
    }
  }

  private NetworkPlan build(Program program) {
    Buffer x = builder.input(program.network().input());
    Buffer dx = null;
    for (LayerInstance layer : program.network().instances()) {
      Buffer y = outputBuffer(layer, Region.ACTIVATIONS);
      Buffer dy = mode.hasBackward() ? outputBuffer(layer, Region.GRADIENTS) : null;
      StatePorts state = layer.spec().carriesState() ? builder.state(layer) : null;
      layers.add(
          new PlannedLayer(layer, builder.layer(layer, new LayerPorts(x, dx, y, dy, state))));
      x = y;
      dx = dy;
    }
    LossPorts ends = new LossPorts(x, dx, program.network().outputWidth(), perStep(program));
    List<Kernel> run = order(program, ends);
    Kernel apply = mode == Mode.TRAINING ? builder.update(program.update()) : null;
    return new NetworkPlan(builder.seal(x, run, apply), shape, layers);
  }

  private static boolean perStep(Program program) {
    return program.network().outputPerStep();
  }

  private Buffer outputBuffer(LayerInstance layer, Region region) {
    long rows =
        layer.outputPerStep() ? (long) shape.steps() * shape.sequences() : shape.sequences();
    return builder.buffer(region, rows * layer.outputWidth());
  }

  private List<Kernel> order(Program program, LossPorts ends) {
    List<Kernel> run = new ArrayList<>();
    for (PlannedLayer planned : layers) {
      run.add(planned.kernel().forward());
    }
    if (mode.hasLoss()) {
      run.add(builder.loss(program.loss(), ends));
    }
    if (mode.hasBackward()) {
      for (int i = layers.size() - 1; i >= 0; i--) {
        run.add(layers.get(i).kernel().backward());
      }
    }
    return run;
  }
}
