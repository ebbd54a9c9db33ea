package io.carousel.parity;

import io.carousel.Backends;
import io.carousel.model.LayerInstance;
import io.carousel.model.NetworkSpec;
import io.carousel.optim.UpdateChain;
import io.carousel.optim.UpdateRule;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import io.carousel.spi.Precision;
import io.carousel.spi.Support;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Everything that a backend must do as the reference does it. */
public final class ParitySuite {
  /** The backend that all others are compared with. */
  public static final String REFERENCE = "reference";

  private ParitySuite() {}

  /** The cases of a precision; their names differ. */
  public static List<ParityCase> cases(Precision precision) {
    return precision == Precision.STRICT ? strict() : rounded(precision);
  }

  private static List<ParityCase> strict() {
    List<ParityCase> cases = new ArrayList<>(LayerCases.all());
    List<NetworkCase> networks = NetworkCases.all();
    cases.addAll(networks);
    updates().forEach(chain -> cases.add(new UpdateCase(chain)));
    cases.addAll(TrajectoryCases.all());
    TrajectoryCases.all().forEach(course -> cases.add(new ExchangeCase(course)));
    networks.stream().filter(ParitySuite::large).map(DeterminismCase::new).forEach(cases::add);
    cases.add(new SupportCase());
    cases.addAll(StagingRefusals.all());
    cases.addAll(LifeRefusals.all());
    cases.addAll(PlanRefusals.all());
    return cases;
  }

  /**
   * What rounded factors can touch, and what they must not. What is the same code in every
   * precision (refusals, exchange, other update rules' trajectories) has been seen in strict.
   */
  private static List<ParityCase> rounded(Precision precision) {
    List<ParityCase> cases = new ArrayList<>(LayerCases.rounded());
    List<NetworkCase> networks = NetworkCases.rounded();
    cases.addAll(networks);
    updates().forEach(chain -> cases.add(new UpdateCase(chain)));
    cases.addAll(TrajectoryCases.moves());
    networks.stream()
        .filter(ParitySuite::large)
        .limit(1)
        .map(DeterminismCase::new)
        .forEach(cases::add);
    if (precision.scalesLoss()) {
      cases.add(new LossScaleCase());
      cases.add(new ScaledResumeCase());
    }
    return cases;
  }

  private static boolean large(NetworkCase network) {
    return network.steps() * network.sequences() > 90 || network.network().layers().size() > 5;
  }

  private static List<UpdateChain> updates() {
    UpdateRule clip = UpdateRule.clipByGlobalNorm(0.5);
    return List.of(
        UpdateChain.of(UpdateRule.sgd(0.1)),
        UpdateChain.of(UpdateRule.momentum(0.1, 0.9)),
        UpdateChain.of(UpdateRule.rmsProp(0.01)),
        UpdateChain.of(UpdateRule.adam(0.01)),
        UpdateChain.of(UpdateRule.adamW(0.01, 0.1)),
        UpdateChain.of(clip, UpdateRule.adam(0.01)),
        UpdateChain.of(UpdateRule.clipByGlobalNorm(1000), UpdateRule.sgd(0.1)),
        UpdateChain.of(UpdateRule.clipByValue(0.05), UpdateRule.momentum(0.1, 0.5)),
        UpdateChain.of(UpdateRule.weightDecay(0.1), UpdateRule.adam(0.01)),
        UpdateChain.of(clip, UpdateRule.weightDecay(0.1), UpdateRule.clipByValue(0.02), sgd()));
  }

  private static UpdateRule sgd() {
    return UpdateRule.sgd(0.5);
  }

  /** All cases of a precision on a backend of the class path, on one of its devices. */
  public static ParityReport run(String backend, Precision precision, int device) {
    Function<BackendOptions, Backend> opener =
        options -> Backends.open(backend, options.withDevice(device));
    try (Backend reference = Backends.named(REFERENCE);
        Backend candidate = opener.apply(BackendOptions.defaults())) {
      Pair pair = new Pair(reference, candidate, opener, precision);
      String refusal = refusal(candidate, precision);
      return refusal == null
          ? run(pair, cases(precision))
          : report(pair, List.of(new ParityResult(precision.label(), List.of(), refusal)));
    }
  }

  /** Why a backend runs nothing in this precision, or null if it does. */
  public static String refusal(Backend backend, Precision precision) {
    return refusal(backend, NetworkSpec.input(1).lstm(1), precision);
  }

  /** These cases. */
  public static ParityReport run(Pair pair, List<ParityCase> cases) {
    List<ParityResult> results = cases.stream().map(one -> run(pair, one)).toList();
    return report(pair, results);
  }

  private static ParityReport report(Pair pair, List<ParityResult> results) {
    return new ParityReport(pair.candidate().describe(), pair.precision(), results);
  }

  /** One case, or why the backend cannot run it. */
  public static ParityResult run(Pair pair, ParityCase one) {
    String refusal = refusal(pair.candidate(), one.network(), pair.precision());
    List<Comparison> comparisons = refusal == null ? one.compare(pair) : List.of();
    return new ParityResult(one.name(), comparisons, refusal);
  }

  private static String refusal(Backend backend, NetworkSpec network, Precision precision) {
    if (network.layers().isEmpty()) {
      return null;
    }
    for (LayerInstance layer : network.instances()) {
      if (backend.supports(layer, precision) instanceof Support.No no) {
        return backend.name() + " cannot run " + layer.describe() + ": " + no.reason();
      }
    }
    return null;
  }
}
