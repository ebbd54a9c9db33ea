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

  /** All cases; their names differ. */
  public static List<ParityCase> cases() {
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

  /** All cases on a backend of the class path. */
  public static ParityReport run(String backend) {
    Function<BackendOptions, Backend> opener = options -> Backends.open(backend, options);
    try (Backend reference = Backends.named(REFERENCE);
        Backend candidate = opener.apply(BackendOptions.defaults())) {
      return run(new Pair(reference, candidate, opener), cases());
    }
  }

  /** These cases. */
  public static ParityReport run(Pair pair, List<ParityCase> cases) {
    List<ParityResult> results = cases.stream().map(one -> run(pair, one)).toList();
    return new ParityReport(pair.candidate().describe(), results);
  }

  /** One case, or why the backend cannot run it. */
  public static ParityResult run(Pair pair, ParityCase one) {
    String refusal = refusal(pair.candidate(), one.network());
    List<Comparison> comparisons = refusal == null ? one.compare(pair) : List.of();
    return new ParityResult(one.name(), comparisons, refusal);
  }

  private static String refusal(Backend backend, NetworkSpec network) {
    if (network.layers().isEmpty()) {
      return null;
    }
    for (LayerInstance layer : network.instances()) {
      if (backend.supports(layer, Precision.STRICT) instanceof Support.No no) {
        return backend.name() + " cannot run " + layer.describe() + ": " + no.reason();
      }
    }
    return null;
  }
}
