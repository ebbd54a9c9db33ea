package io.carousel.cli.option;

import io.carousel.internal.Require;
import io.carousel.optim.Schedule;
import io.carousel.optim.UpdateChain;
import io.carousel.optim.UpdateRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** How gradients change weights. */
public final class UpdateOptions {
  private static final double USUAL_MOMENTUM = 0.9;
  private static final double USUAL_DECAY = 0.01;

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      defaultValue = "adam",
      description = "sgd, momentum, rmsprop, adam or adamw. Default: ${DEFAULT-VALUE}.")
  private String optimizer;

  @Option(
      names = "--learning-rate",
      paramLabel = "R",
      defaultValue = "1e-3",
      description = "The rate before the schedule. Default: ${DEFAULT-VALUE}.")
  private double learningRate;

  @Option(
      names = "--momentum",
      paramLabel = "M",
      description = "For sgd and momentum. Default: 0 with sgd, 0.9 with momentum.")
  private Double momentum;

  @Option(
      names = "--weight-decay",
      paramLabel = "D",
      description =
          "Pull of all weights towards 0; decoupled with adamw, else added to the gradient."
              + " Default: 0.01 with adamw, else 0.")
  private Double weightDecay;

  @Option(
      names = "--schedule",
      paramLabel = "HOW",
      defaultValue = "constant",
      description =
          "What the rate does: constant, step:after=10,every=1,factor=0.5,"
              + " exponential:factor=0.95, cosine:epochs=20 (default: all epochs) or"
              + " plateau:patience=3,factor=0.5. Default: ${DEFAULT-VALUE}.")
  private String schedule;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      defaultValue = "0",
      description = "Updates over which the rate rises from 0. Default: ${DEFAULT-VALUE}.")
  private int warmup;

  @Option(
      names = "--clip-norm",
      paramLabel = "C",
      defaultValue = "1",
      description = "The largest norm of the whole gradient; 0 for any. Default: ${DEFAULT-VALUE}.")
  private double clipNorm;

  @Option(
      names = "--clip-value",
      paramLabel = "C",
      defaultValue = "0",
      description =
          "The largest size of each gradient element; 0 for any. Default: ${DEFAULT-VALUE}.")
  private double clipValue;

  /** Clipping and decay, then the optimizer; checked. */
  public UpdateChain chain() {
    List<UpdateRule> rules = new ArrayList<>();
    if (Require.notNegative(clipValue, "clipValue") > 0) {
      rules.add(UpdateRule.clipByValue(clipValue));
    }
    if (Require.notNegative(clipNorm, "clipNorm") > 0) {
      rules.add(UpdateRule.clipByGlobalNorm(clipNorm));
    }
    boolean decoupled = optimizer.equals("adamw");
    if (!decoupled && weightDecay != null && weightDecay != 0) {
      rules.add(UpdateRule.weightDecay(weightDecay));
    }
    rules.add(optimizer());
    return UpdateChain.of(rules.toArray(UpdateRule[]::new));
  }

  private UpdateRule.Optimizer optimizer() {
    Map<String, Supplier<UpdateRule.Optimizer>> known = new LinkedHashMap<>();
    known.put("sgd", () -> withMomentum(0));
    known.put("momentum", () -> withMomentum(USUAL_MOMENTUM));
    known.put("rmsprop", () -> UpdateRule.rmsProp(learningRate));
    known.put("adam", () -> UpdateRule.adam(learningRate));
    known.put(
        "adamw",
        () -> UpdateRule.adamW(learningRate, weightDecay == null ? USUAL_DECAY : weightDecay));
    UpdateRule.Optimizer rule = Choice.of("optimizer", optimizer, known).get();
    Require.that(
        momentum == null || momentum == 0 || takesMomentum(rule),
        "momentum needs optimizer sgd or momentum, momentum="
            + momentum
            + ", optimizer="
            + optimizer);
    return rule;
  }

  private static boolean takesMomentum(UpdateRule.Optimizer rule) {
    return switch (rule.kind()) {
      case SGD, MOMENTUM -> true;
      case RMS_PROP, ADAM, ADAM_W -> false;
    };
  }

  private UpdateRule.Optimizer withMomentum(double usual) {
    double factor = momentum == null ? usual : momentum;
    return factor == 0 ? UpdateRule.sgd(learningRate) : UpdateRule.momentum(learningRate, factor);
  }

  /** What the learning rate is multiplied by in a run of this many epochs. */
  public Schedule schedule(int epochs) {
    return ScheduleText.parse(schedule, epochs, Require.notNegative(warmup, "warmup"));
  }
}
