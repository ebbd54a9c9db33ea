package io.carousel.parity;

import io.carousel.error.UnsupportedSpecException;
import io.carousel.model.Cell;
import io.carousel.model.Direction;
import io.carousel.model.LayerInstance;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.model.RecurrentSpec;
import io.carousel.plan.Planner;
import io.carousel.plan.Program;
import io.carousel.spi.Backend;
import io.carousel.spi.Buffer;
import io.carousel.spi.LayerPorts;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters;
import io.carousel.spi.PlanBuilder;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import io.carousel.spi.Region;
import io.carousel.spi.Support;
import java.util.ArrayList;
import java.util.List;

/**
 * A layer that a backend says it cannot run is refused in the same words by the planner and by the
 * backend itself, and one that it says it can run is planned; in every precision.
 */
public record SupportCase() implements ParityCase {
  private static final int STEPS = 2;
  private static final int SEQUENCES = 2;

  @Override
  public String name() {
    return "support";
  }

  @Override
  public NetworkSpec network() {
    return NetworkSpec.input(1);
  }

  @Override
  public List<Comparison> compare(Pair pair) {
    List<Comparison> list = new ArrayList<>();
    for (Cell cell : Cell.values()) {
      for (Direction direction : Direction.values()) {
        RecurrentSpec spec = RecurrentSpec.of(cell, 3).withDirection(direction);
        for (Precision precision : Precision.values()) {
          compare(pair.candidate(), NetworkSpec.input(2).then(spec), precision, list);
        }
      }
    }
    return list;
  }

  private void compare(
      Backend backend, NetworkSpec network, Precision precision, List<Comparison> list) {
    LayerInstance layer = network.instances().get(0);
    String expected = "planned";
    if (backend.supports(layer, precision) instanceof Support.No no) {
      expected =
          UnsupportedSpecException.class.getName()
              + ": "
              + backend.name()
              + " cannot run "
              + layer.describe()
              + ": "
              + no.reason();
    }
    PlanShape shape = new PlanShape(STEPS, SEQUENCES, true, false, precision);
    String subject = name() + " of " + layer.spec().describe() + " in " + precision.label();
    try (Parameters p = backend.parameters(ParameterLayout.of(network), false, 0)) {
      String planner = text(() -> plan(backend, p, network, shape));
      list.add(Comparison.ofText(subject, "planner", expected, planner));
      String builder = text(() -> build(backend.plan(p, shape, Mode.INFERENCE), network));
      list.add(Comparison.ofText(subject, "plan builder", expected, builder));
    }
  }

  private static void plan(
      Backend backend, Parameters parameters, NetworkSpec network, PlanShape shape) {
    Planner.plan(backend, parameters, Program.inference(network), shape, Mode.INFERENCE).close();
  }

  private static void build(PlanBuilder builder, NetworkSpec network) {
    LayerInstance layer = network.instances().get(0);
    Buffer x = builder.input(network.input());
    long rows = (long) STEPS * SEQUENCES;
    Buffer y = builder.buffer(Region.ACTIVATIONS, rows * layer.outputWidth());
    LayerPorts ports = new LayerPorts(x, null, y, null, builder.state(layer));
    builder.seal(y, List.of(builder.layer(layer, ports).forward()), null).close();
  }

  private static String text(Runnable attempt) {
    try {
      attempt.run();
    } catch (RuntimeException refused) {
      return refused.getClass().getName() + ": " + refused.getMessage();
    }
    return "planned";
  }
}
