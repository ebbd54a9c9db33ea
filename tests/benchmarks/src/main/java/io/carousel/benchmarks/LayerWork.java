package io.carousel.benchmarks;

import io.carousel.model.InitialWeights;
import io.carousel.model.LayerInstance;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.spi.Backend;
import io.carousel.spi.Buffer;
import io.carousel.spi.Kernel;
import io.carousel.spi.LayerKernel;
import io.carousel.spi.LayerPorts;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters;
import io.carousel.spi.Plan;
import io.carousel.spi.PlanBuilder;
import io.carousel.spi.Region;
import java.util.ArrayList;
import java.util.List;

/**
 * One recurrent layer alone, forward or forward and backward. The weights stay as they are, so what
 * a backend makes of them is made once. Copying the input into the plan is part of a run.
 */
final class LayerWork implements AutoCloseable {
  private final Setting setting;
  private final Backend backend;
  private final Parameters parameters;
  private final Plan plan;
  private final boolean backward;
  private Buffer dx;
  private Buffer y;
  private Buffer dy;

  LayerWork(Setting setting, boolean backward) {
    this.setting = setting;
    this.backward = backward;
    backend = setting.open();
    NetworkSpec network =
        NetworkSpec.input(setting.shape().inputs()).lstm(setting.shape().hidden());
    parameters = backend.parameters(ParameterLayout.of(network), backward, 0);
    parameters.write(Parameters.Block.WEIGHTS, InitialWeights.of(network, 1));
    plan = build(network);
  }

  private Plan build(NetworkSpec network) {
    Mode mode = backward ? Mode.INSPECTION : Mode.INFERENCE;
    PlanBuilder builder = backend.plan(parameters, setting.planShape(), mode);
    LayerInstance layer = network.instances().get(0);
    Buffer x = builder.input(network.input());
    dx = gradient(builder, layer.inputWidth());
    y = builder.buffer(Region.ACTIVATIONS, elements(layer.outputWidth()));
    dy = gradient(builder, layer.outputWidth());
    LayerKernel kernel = builder.layer(layer, new LayerPorts(x, dx, y, dy, builder.state(layer)));
    List<Kernel> run = new ArrayList<>(List.of(kernel.forward()));
    if (backward) {
      run.add(kernel.backward());
    }
    return builder.seal(y, run, null);
  }

  private Buffer gradient(PlanBuilder builder, int width) {
    return backward ? builder.buffer(Region.GRADIENTS, elements(width)) : null;
  }

  private long elements(int width) {
    return setting.shape().positions() * width;
  }

  /** Compares with the reference, then fills in what is timed. */
  static LayerWork checked(Setting setting, boolean backward) {
    LayerWork work = new LayerWork(setting, backward);
    try (LayerWork expected = new LayerWork(setting.expectation(), backward)) {
      work.compare(expected);
    }
    long valid = work.fill(setting.shape().sequences());
    double flops = setting.shape().forwardFlops();
    Counted.perCall(valid, valid * (backward ? flops + setting.shape().backwardFlops() : flops));
    return work;
  }

  private void compare(LayerWork expected) {
    int distinct = expected.setting.shape().sequences();
    fill(distinct);
    expected.fill(distinct);
    run();
    expected.run();
    Agreement agreement = setting.agreement();
    agreement.forward("y", expected.plan.read(expected.y), firstRows(y, distinct));
    if (backward) {
      agreement.gradient("dx", expected.plan.read(expected.dx), firstRows(dx, distinct));
      double copies = (double) setting.shape().sequences() / distinct;
      agreement.gradient("dW", expected.gradients(copies), gradients(1));
    }
  }

  /** The first sequences of a block [T, N, width], as [T, count, width]. */
  private double[] firstRows(Buffer buffer, int count) {
    double[] all = plan.read(buffer);
    int row = all.length / setting.shape().steps();
    int kept = row / setting.shape().sequences() * count;
    double[] some = new double[setting.shape().steps() * kept];
    for (int t = 0; t < setting.shape().steps(); t++) {
      System.arraycopy(all, t * row, some, t * kept, kept);
    }
    return some;
  }

  private double[] gradients(double factor) {
    double[] sums = parameters.read(Parameters.Block.GRADIENTS);
    for (int i = 0; i < sums.length; i++) {
      sums[i] *= factor;
    }
    return sums;
  }

  private long fill(int distinct) {
    Shape shape = setting.shape();
    if (backward) {
      plan.write(dy, Numbers.block(shape.steps(), shape.sequences(), shape.hidden(), distinct));
    }
    return Numbers.fill(plan.staging(0), setting.share(), distinct);
  }

  void run() {
    plan.run(0, null);
  }

  @Override
  public void close() {
    plan.close();
    parameters.close();
    backend.close();
  }
}
