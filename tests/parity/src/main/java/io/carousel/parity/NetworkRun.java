package io.carousel.parity;

import io.carousel.model.InputSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.plan.NetworkPlan;
import io.carousel.plan.Planner;
import io.carousel.spi.Backend;
import io.carousel.spi.LossScale;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters;
import io.carousel.spi.Precision;
import io.carousel.spi.Session;
import io.carousel.spi.Staging;
import io.carousel.spi.Sums;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A network case on one backend. */
final class NetworkRun {
  static final double RATE = 0.125;

  private final NetworkCase subject;
  private final Backend backend;
  private final Precision precision;
  private final Parameters parameters;
  private final Map<String, Tensor> results = new LinkedHashMap<>();

  private NetworkRun(
      Backend backend, Precision precision, NetworkCase subject, Parameters parameters) {
    this.backend = backend;
    this.precision = precision;
    this.subject = subject;
    this.parameters = parameters;
  }

  /** Every tensor that comes out, by name; a loss scale must not show in any. */
  static Map<String, Tensor> of(Backend backend, Precision precision, NetworkCase subject) {
    ParameterLayout layout = ParameterLayout.of(subject.network());
    try (Parameters parameters = backend.parameters(layout, true, 0)) {
      parameters.write(Parameters.Block.WEIGHTS, Numbers.weights(subject.network()));
      parameters.lossScale(LossScale.startOf(precision));
      NetworkRun run = new NetworkRun(backend, precision, subject, parameters);
      run.evaluate();
      run.train();
      return run.results;
    }
  }

  private Session session() {
    return subject.stateful() ? backend.session(subject.network(), subject.sequences()) : null;
  }

  private NetworkPlan plan(Mode mode) {
    return Planner.plan(backend, parameters, subject.program(), subject.shape(precision), mode);
  }

  private void evaluate() {
    try (NetworkPlan plan = plan(Mode.EVALUATION);
        Session session = session()) {
      fill(plan.staging(1), subject.first(), 0);
      plan.run(1, session);
      takeOutput(plan, "evaluated output");
      takeSums("evaluated ");
    }
    parameters.sums(Sums.ZERO);
  }

  private void train() {
    try (NetworkPlan plan = plan(Mode.TRAINING);
        Session session = session()) {
      fill(plan.staging(0), subject.first(), 0);
      fill(plan.staging(1), subject.second(), 1);
      plan.run(0, session);
      takeOutput(plan, "first output");
      plan.run(1, session);
      takeOutput(plan, "second output");
      if (session != null) {
        double[] states = session.read();
        add(Tensor.of("session", states, states.length));
      }
      takeSums("");
      LayerRun.addTensors(results, "d/", parameters, Parameters.Block.GRADIENTS);
      plan.apply(1);
      add(Tensor.scalar("gradient norm", parameters.sums().gradientNorm()));
      add(Tensor.scalar("count pending after the update", parameters.sums().pending()));
      takeUpdated();
      runWithOtherWeights(plan);
    }
  }

  /** The same plan must see weights that were written since. */
  private void runWithOtherWeights(NetworkPlan plan) {
    double[] halves = Numbers.weights(subject.network());
    for (int i = 0; i < halves.length; i++) {
      halves[i] /= 2;
    }
    parameters.write(Parameters.Block.WEIGHTS, halves);
    try (Session session = session()) {
      plan.run(0, session);
      takeOutput(plan, "output with other weights");
    }
  }

  /** Weights, and gradient sums, which must be zero again. */
  private void takeUpdated() {
    LayerRun.addTensors(results, "updated/", parameters, Parameters.Block.WEIGHTS);
    double[] sums = parameters.read(Parameters.Block.GRADIENTS);
    add(Tensor.of("count gradients after the update", sums, sums.length));
  }

  private void takeSums(String prefix) {
    Sums sums = parameters.sums();
    add(Tensor.scalar(prefix + "loss", sums.loss()));
    add(Tensor.scalar("count " + prefix + "positions", sums.count()));
    add(Tensor.scalar("count " + prefix + "pending", sums.pending()));
  }

  private void takeOutput(NetworkPlan plan, String name) {
    float[] output = new float[plan.outputSize()];
    plan.plan().output(output);
    double[] wide = new double[output.length];
    for (int i = 0; i < output.length; i++) {
      wide[i] = output[i];
    }
    add(Tensor.of(name, wide, wide.length / plan.outputWidth(), plan.outputWidth()));
  }

  private void add(Tensor tensor) {
    results.put(tensor.name(), tensor);
  }

  private void fill(Staging staging, Lengths pattern, int run) {
    List<Integer> lengths = pattern.of(subject.steps(), subject.sequences());
    staging.lengths().put(0, Lengths.array(lengths));
    staging.scalars(new Staging.Scalars(RATE, 0, 7 + run, 42));
    int positions = subject.steps() * subject.sequences();
    InputSpec input = subject.network().input();
    if (input.tokens()) {
      staging.tokens().put(0, Numbers.below(input.width(), positions, 20 + run));
    } else {
      int size = positions * input.width();
      put(staging, Numbers.data(size, 20 + run), size);
    }
    fillTargets(staging, run);
  }

  private static void put(Staging staging, double[] values, int size) {
    for (int i = 0; i < size; i++) {
      staging.features().put(i, (float) values[i]);
    }
  }

  /**
   * Binary cross-entropy wants targets from 0 to 1. Others are above what comes out: where output
   * and target nearly meet, their difference is mostly rounding, and |y - t| has its kink.
   */
  private void fillTargets(Staging staging, int run) {
    int width = subject.network().outputWidth();
    if (staging.classes() != null) {
      int size = staging.classes().capacity();
      staging.classes().put(0, Numbers.below(width, size, 30 + run));
      return;
    }
    int size = staging.targets().capacity();
    double[] targets =
        switch (subject.loss().kind()) {
          case BINARY_CROSS_ENTROPY -> Numbers.uniform(size, 30 + run, 0, 1);
          case MEAN_SQUARED_ERROR, MEAN_ABSOLUTE_ERROR -> Numbers.uniform(size, 30 + run, 2, 4);
          case SOFTMAX_CROSS_ENTROPY -> throw new IllegalStateException("it wants classes");
        };
    for (int i = 0; i < size; i++) {
      staging.targets().put(i, (float) targets[i]);
    }
  }
}
