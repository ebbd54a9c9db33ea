package io.carousel.parity;

import io.carousel.loss.Loss;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.optim.UpdateChain;
import io.carousel.optim.UpdateRule;
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
 * What {@link LossScale} says of updates in fp16, from given gradients: a good one counts and in
 * the end doubles the scale, one that is not finite is skipped and halves it, and only with nothing
 * left to halve, or with a loss that is not finite, is it a bad one.
 */
public record LossScaleCase() implements ParityCase {
  private static final NetworkSpec NETWORK = NetworkSpec.input(5).lstm(7).finalState().dense(3);
  private static final UpdateChain CHAIN =
      UpdateChain.of(UpdateRule.clipByGlobalNorm(0.5), UpdateRule.adam(0.01));
  private static final int POSITIONS = 6;
  private static final double INFINITE = Double.POSITIVE_INFINITY;

  /** What an update starts from. */
  private record Update(String name, LossScale scale, double spoiler, double loss) {}

  private static final List<Update> UPDATES =
      List.of(
          new Update("good", new LossScale(8, 3, 1), 0, 1),
          new Update("doubling", new LossScale(8, LossScale.GROW_AFTER - 1, 1), 0, 1),
          new Update("infinite", new LossScale(16, 5, 1), INFINITE, 1),
          new Update("not a number", new LossScale(2, 0, 2), Double.NaN, 1),
          new Update("good after skipped ones", new LossScale(1, 0, 3), 0, 1),
          new Update("infinite loss", new LossScale(16, 4, 3), 0, INFINITE),
          new Update("falling below one", LossScale.NONE, INFINITE, 1),
          new Update("good below one", new LossScale(0.25, 0, 5), 0, 1),
          new Update("infinite at the least", new LossScale(LossScale.LEAST, 0, 6), INFINITE, 1));

  @Override
  public String name() {
    return "loss scale";
  }

  @Override
  public NetworkSpec network() {
    return NETWORK;
  }

  @Override
  public List<Comparison> compare(Pair pair) {
    Map<String, Tensor> expected = run(pair.reference());
    Map<String, Tensor> actual = run(pair.candidate());
    List<Comparison> list = new ArrayList<>();
    expected.forEach(
        (name, t) ->
            list.add(Comparison.of(name(), t, actual.get(name).values(), tolerance(name))));
    return list;
  }

  /** Updates are float32 in this precision too. */
  private static Tolerance tolerance(String name) {
    return name.startsWith("updated/") || name.endsWith("norm")
        ? Tolerance.of(ParameterLayout.of(NETWORK).size(), 1).times(UPDATES.size())
        : Tolerance.EXACT;
  }

  private static Map<String, Tensor> run(Backend backend) {
    Map<String, Tensor> results = new LinkedHashMap<>();
    PlanShape shape = new PlanShape(1, 1, false, false, Precision.FP16);
    Program program = new Program(NETWORK, Loss.meanSquaredError(), CHAIN);
    try (Parameters parameters = backend.parameters(ParameterLayout.of(NETWORK), true, 2)) {
      parameters.write(Block.WEIGHTS, Numbers.weights(NETWORK));
      try (NetworkPlan plan = Planner.plan(backend, parameters, program, shape, Mode.TRAINING)) {
        for (int number = 0; number < UPDATES.size(); number++) {
          update(parameters, plan, number);
          take(results, parameters, UPDATES.get(number).name());
        }
        LayerRun.addTensors(results, "updated/", parameters, Block.WEIGHTS);
      }
    }
    return results;
  }

  private static void update(Parameters parameters, NetworkPlan plan, int number) {
    Update update = UPDATES.get(number);
    int size = (int) ParameterLayout.of(NETWORK).size();
    double[] gradients = Numbers.data(size, 40 + number);
    gradients[size / 2] += update.spoiler();
    parameters.lossScale(update.scale());
    parameters.write(Block.GRADIENTS, gradients);
    parameters.sums(new Sums(update.loss(), 1, POSITIONS, 0, -1));
    plan.staging(0).scalars(new Staging.Scalars(0.01, number, 0, 0));
    plan.apply(0);
  }

  private static void take(Map<String, Tensor> results, Parameters parameters, String name) {
    LossScale scale = parameters.lossScale();
    Sums sums = parameters.sums();
    double[] after = {
      scale.scale(), scale.goodUpdates(), scale.skipped(), sums.pending(), sums.firstBadUpdate()
    };
    put(results, Tensor.of(name + ": scale, good, skipped, pending, bad", after, after.length));
    if (sums.firstBadUpdate() < 0) {
      put(results, Tensor.scalar(name + ": norm", sums.gradientNorm()));
      double[] left = parameters.read(Block.GRADIENTS);
      put(results, Tensor.of(name + ": sums left", left, left.length));
    }
  }

  private static void put(Map<String, Tensor> results, Tensor tensor) {
    results.put(tensor.name(), tensor);
  }
}
