package io.carousel.reference;

import io.carousel.loss.Loss;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import io.carousel.spi.Buffer;
import io.carousel.spi.Kernel;
import io.carousel.spi.LossPorts;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters;
import io.carousel.spi.Plan;
import io.carousel.spi.PlanBuilder;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import io.carousel.spi.Region;
import io.carousel.spi.Sums;
import java.util.List;

/** A loss as a plan of its own. */
final class OneLoss implements AutoCloseable {
  private final Backend backend;
  private final Parameters parameters;
  private final Buffer y;
  private final Buffer dy;
  final Plan plan;

  OneLoss(Loss loss, Mode mode, boolean perStep, int width, int steps, int... lengths) {
    backend = new ReferenceProvider().open(BackendOptions.defaults());
    ParameterLayout layout = ParameterLayout.of(NetworkSpec.input(1).lastPosition());
    parameters = backend.parameters(layout, true, 0);
    PlanShape shape = new PlanShape(steps, lengths.length, true, false, Precision.STRICT);
    PlanBuilder builder = backend.plan(parameters, shape, mode);
    long elements = (long) (perStep ? steps : 1) * lengths.length * width;
    y = builder.buffer(Region.ACTIVATIONS, elements);
    dy = mode.hasBackward() ? builder.buffer(Region.GRADIENTS, elements) : null;
    Kernel kernel = builder.loss(loss, new LossPorts(y, dy, width, perStep));
    plan = builder.seal(y, List.of(kernel), null);
    plan.staging(0).lengths().put(0, lengths);
  }

  /** What is counted when the network's output is this. */
  Sums run(double... output) {
    parameters.sums(Sums.ZERO);
    plan.write(y, output);
    plan.run(0, null);
    return parameters.sums();
  }

  double[] dy() {
    return plan.read(dy);
  }

  @Override
  public void close() {
    plan.close();
    parameters.close();
    backend.close();
  }
}
