package io.carousel.parity;

import io.carousel.loss.Loss;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.optim.UpdateChain;
import io.carousel.plan.NetworkPlan;
import io.carousel.plan.Planner;
import io.carousel.plan.Program;
import io.carousel.spi.Backend;
import io.carousel.spi.LossScale;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters;
import io.carousel.spi.Parameters.Block;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import io.carousel.spi.Staging;
import io.carousel.spi.Sums;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Three updates from given gradients, the same bits on both sides, so that only the update's own
 * arithmetic differs, which is float32 in every precision; and a fourth one that is not finite and
 * must change nothing.
 *
 * @param chain the rules
 */
public record UpdateCase(UpdateChain chain) implements ParityCase {
  private static final NetworkSpec NETWORK = NetworkSpec.input(5).lstm(7).finalState().dense(3);
  private static final LossScale AT_ITS_LEAST = new LossScale(LossScale.LEAST, 0, 0);
  private static final int UPDATES = 3;
  private static final int POSITIONS = 6;

  @Override
  public String name() {
    return "update " + chain.transforms() + " " + chain.optimizer();
  }

  @Override
  public NetworkSpec network() {
    return NETWORK;
  }

  @Override
  public List<Comparison> compare(Pair pair) {
    Map<String, Tensor> expected = run(pair.reference(), Precision.STRICT);
    Map<String, Tensor> actual = run(pair.candidate(), pair.precision());
    List<Comparison> list = new ArrayList<>();
    expected.forEach(
        (name, t) -> list.add(Comparison.of(name(), t, actual.get(name).values(), of(name))));
    return list;
  }

  /** The sum of squares inside the norm is the longest sum; each update adds its own error. */
  private static Tolerance of(String name) {
    if (name.startsWith("bad")) {
      return Tolerance.EXACT;
    }
    return Tolerance.of(ParameterLayout.of(NETWORK).size(), 1).times(UPDATES);
  }

  private Map<String, Tensor> run(Backend backend, Precision precision) {
    Map<String, Tensor> results = new LinkedHashMap<>();
    PlanShape shape = new PlanShape(1, 1, false, false, precision);
    Program program = new Program(NETWORK, Loss.meanSquaredError(), chain);
    int moments = chain.optimizer().moments();
    try (Parameters parameters = backend.parameters(ParameterLayout.of(NETWORK), true, moments)) {
      parameters.write(Block.WEIGHTS, Numbers.weights(NETWORK));
      try (NetworkPlan plan = Planner.plan(backend, parameters, program, shape, Mode.TRAINING)) {
        for (int update = 0; update < UPDATES; update++) {
          update(parameters, plan, update, gradients(update));
          results.put(
              "norm " + update, Tensor.scalar("norm " + update, parameters.sums().gradientNorm()));
        }
        takeBlocks(results, parameters);
        spoil(results, parameters, plan);
      }
    }
    return results;
  }

  /** Sums over positions of mean gradients between -0.5 and 1 or so, more as updates go by. */
  private static double[] gradients(int update) {
    return Numbers.data((int) ParameterLayout.of(NETWORK).size(), 40 + update);
  }

  private void update(Parameters parameters, NetworkPlan plan, int number, double[] gradients) {
    parameters.write(Block.GRADIENTS, gradients);
    Sums sums = parameters.sums();
    parameters.sums(new Sums(1, 1, POSITIONS, sums.gradientNorm(), sums.firstBadUpdate()));
    double rate = chain.optimizer().learningRate() / (1 + number);
    plan.staging(0).scalars(new Staging.Scalars(rate, number, 0, 0));
    plan.apply(0);
  }

  private static void takeBlocks(Map<String, Tensor> results, Parameters parameters) {
    LayerRun.addTensors(results, "updated/", parameters, Block.WEIGHTS);
    if (parameters.has(Block.FIRST_MOMENT)) {
      LayerRun.addTensors(results, "first moment/", parameters, Block.FIRST_MOMENT);
    }
    if (parameters.has(Block.SECOND_MOMENT)) {
      LayerRun.addTensors(results, "second moment/", parameters, Block.SECOND_MOMENT);
    }
  }

  /** The number of the bad update, and by how much the weights have moved: not at all. */
  private void spoil(Map<String, Tensor> results, Parameters parameters, NetworkPlan plan) {
    double[] before = parameters.read(Block.WEIGHTS);
    double[] gradients = gradients(0);
    gradients[gradients.length / 2] = Double.POSITIVE_INFINITY;
    parameters.lossScale(AT_ITS_LEAST); // else fp16 would skip the update
    update(parameters, plan, UPDATES, gradients);
    double[] moved = parameters.read(Block.WEIGHTS);
    for (int i = 0; i < moved.length; i++) {
      moved[i] -= before[i];
    }
    double number = parameters.sums().firstBadUpdate();
    results.put("bad update", Tensor.scalar("bad update", number));
    results.put("bad update moved", Tensor.of("bad update moved", moved, moved.length));
  }
}
