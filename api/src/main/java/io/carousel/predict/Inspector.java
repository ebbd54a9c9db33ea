package io.carousel.predict;

import io.carousel.Backends;
import io.carousel.data.Batch;
import io.carousel.data.BatchSource;
import io.carousel.data.Bucketing;
import io.carousel.data.Sequence;
import io.carousel.data.Sequences;
import io.carousel.loss.Loss;
import io.carousel.model.LayerInstance;
import io.carousel.model.RecurrentSpec;
import io.carousel.plan.NetworkPlan;
import io.carousel.plan.NetworkPlan.PlannedLayer;
import io.carousel.plan.Planner;
import io.carousel.plan.Program;
import io.carousel.spi.Backend;
import io.carousel.spi.Buffer;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters;
import io.carousel.spi.Plan;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks inside a model. It runs on the reference, from the model's weights and in double precision,
 * whichever backend trained it in whichever precision: the vendors' libraries do not show gates and
 * cell states.
 */
public final class Inspector {
  private static final String REFERENCE = "reference";

  private Inspector() {}

  /** Every gate, c_t and h_t of every recurrent layer for one sequence of at least one step. */
  public static Trace trace(Model model, Sequence sequence) {
    BatchSource source = Bucketing.inOrder(Sequences.of(List.of(sequence)), 1);
    Predictor.checkInput(model.network(), source.data());
    Program program = Program.inference(model.network());
    return run(model, program, source, Mode.INFERENCE, plan -> traceOf(plan, sequence.length()));
  }

  /**
   * The gradients of the loss by every h_t and c_t for a batch of sequences with targets, without
   * dropout.
   */
  public static GradientFlow gradientFlow(Model model, Loss loss, List<Sequence> sequences) {
    BatchSource source = Bucketing.inOrder(Sequences.of(sequences), sequences.size());
    Predictor.checkInput(model.network(), source.data());
    Program program = Program.withLoss(model.network(), loss);
    return run(
        model,
        program,
        source,
        Mode.INSPECTION,
        plan -> flowOf(plan, source.epoch(0).get(0).steps()));
  }

  private interface Look<R> {
    R at(NetworkPlan plan);
  }

  private static <R> R run(
      Model model, Program program, BatchSource source, Mode mode, Look<R> look) {
    Batch batch = source.epoch(0).get(0);
    PlanShape shape = source.shape(batch, Precision.STRICT);
    boolean backward = mode.hasBackward();
    try (Backend backend = Backends.named(REFERENCE);
        Parameters parameters = backend.parameters(model.layout(), backward, 0)) {
      model.writeTo(parameters);
      try (NetworkPlan plan = Planner.plan(backend, parameters, program, shape, mode)) {
        batch.fill(source.data(), plan.staging(0));
        plan.run(0, null);
        return look.at(plan);
      }
    }
  }

  private static Trace traceOf(NetworkPlan plan, int steps) {
    List<Trace.LayerTrace> traces = new ArrayList<>();
    for (PlannedLayer planned : recurrent(plan)) {
      for (int d = 0; d < directions(planned); d++) {
        Map<String, double[][]> values = new HashMap<>();
        for (Map.Entry<String, Buffer> e : planned.kernel().internals().entrySet()) {
          values.put(e.getKey(), rows(plan, planned, e.getValue(), d, steps));
        }
        traces.add(new Trace.LayerTrace(name(planned.layer(), d), values));
      }
    }
    return new Trace(traces);
  }

  private static GradientFlow flowOf(NetworkPlan plan, int steps) {
    List<GradientFlow.LayerFlow> flows = new ArrayList<>();
    for (PlannedLayer planned : recurrent(plan)) {
      for (int d = 0; d < directions(planned); d++) {
        flows.add(
            new GradientFlow.LayerFlow(
                name(planned.layer(), d),
                norms(plan, planned, "dh", d, steps),
                norms(plan, planned, "dc", d, steps)));
      }
    }
    return new GradientFlow(flows);
  }

  private static List<PlannedLayer> recurrent(NetworkPlan plan) {
    return plan.layers().stream().filter(p -> p.layer().spec().carriesState()).toList();
  }

  private static int directions(PlannedLayer planned) {
    return ((RecurrentSpec) planned.layer().spec()).direction().count();
  }

  private static String name(LayerInstance layer, int direction) {
    return layer.name() + "." + ((RecurrentSpec) layer.spec()).direction().label(direction);
  }

  private static List<Double> norms(
      NetworkPlan plan, PlannedLayer planned, String value, int direction, int steps) {
    Buffer buffer = planned.kernel().internals().get(value);
    if (buffer == null) {
      return List.of();
    }
    return Arrays.stream(rows(plan, planned, buffer, direction, steps))
        .map(row -> Math.sqrt(Arrays.stream(row).map(v -> v * v).sum()))
        .toList();
  }

  /** A direction's part of a buffer [D, T, N, H] as one row of N * H numbers per step. */
  private static double[][] rows(
      NetworkPlan plan, PlannedLayer planned, Buffer buffer, int direction, int steps) {
    Plan memory = plan.plan();
    double[] all = memory.read(buffer);
    int width = plan.shape().sequences() * ((RecurrentSpec) planned.layer().spec()).hiddenSize();
    double[][] rows = new double[steps][];
    for (int t = 0; t < steps; t++) {
      int from = (direction * plan.shape().steps() + t) * width;
      rows[t] = Arrays.copyOfRange(all, from, from + width);
    }
    return rows;
  }
}
