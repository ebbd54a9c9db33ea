package io.carousel.parity;

import static io.carousel.parity.RefusalBench.TEXT;
import static io.carousel.parity.RefusalBench.parameters;
import static io.carousel.parity.RefusalBench.program;
import static io.carousel.parity.RefusalBench.shape;
import static io.carousel.parity.RefusalBench.withPlan;

import io.carousel.model.NetworkSpec;
import io.carousel.plan.NetworkPlan;
import io.carousel.spi.Backend;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters;
import io.carousel.spi.Parameters.Block;
import io.carousel.spi.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What is closed is not used. */
final class LifeRefusals {
  private final List<ParityCase> cases = new ArrayList<>();

  private LifeRefusals() {}

  static List<ParityCase> all() {
    LifeRefusals list = new LifeRefusals();
    list.addClosed();
    return list.cases;
  }

  private void add(String mistake, NetworkSpec network, Refusal.Attempt attempt) {
    cases.add(new Refusal(mistake, network, attempt));
  }

  private void planOf(String mistake, Consumer<NetworkPlan> use) {
    cases.add(RefusalBench.planOf(mistake, use));
  }

  private void addClosed() {
    closedPlanOf("running a closed plan", plan -> plan.run(0, null));
    closedPlanOf("the staging of a closed plan", plan -> plan.staging(0));
    closedPlanOf("applying a closed plan", plan -> plan.apply(0));
    closedPlanOf("the output of a closed plan", plan -> plan.plan().output(new float[24]));
    closedParametersOf("reading closed parameters", p -> p.read(Block.WEIGHTS));
    closedParametersOf("writing closed parameters", p -> p.write(Block.WEIGHTS, new double[1]));
    closedParametersOf("the sums of closed parameters", Parameters::sums);
    planAndParametersOf(
        "running a plan whose parameters are closed",
        (p, plan) -> {
          p.close();
          plan.run(0, null);
        });
    add("closing everything twice", TEXT, LifeRefusals::closeTwice);
    closedBackendOf("parameters from a closed backend", RefusalBench::parameters);
    closedBackendOf("a session from a closed backend", b -> b.session(TEXT, 1).close());
    add(
        "a plan with closed parameters",
        TEXT,
        backend -> {
          Parameters parameters = parameters(backend);
          parameters.close();
          backend.plan(parameters, shape(true, false), Mode.INFERENCE);
        });
  }

  private void closedPlanOf(String mistake, Consumer<NetworkPlan> use) {
    planOf(
        mistake,
        plan -> {
          plan.close();
          use.accept(plan);
        });
  }

  private void closedParametersOf(String mistake, Consumer<Parameters> use) {
    add(
        mistake,
        TEXT,
        backend -> {
          Parameters parameters = parameters(backend);
          parameters.close();
          use.accept(parameters);
        });
  }

  private void planAndParametersOf(String mistake, RefusalBench.Use use) {
    add(mistake, TEXT, b -> withPlan(b, program(), shape(true, false), Mode.TRAINING, use));
  }

  private void closedBackendOf(String mistake, Consumer<Backend> use) {
    add(
        mistake,
        TEXT,
        backend -> {
          backend.close();
          use.accept(backend);
        });
  }

  /** Closing again does nothing. */
  private static void closeTwice(Backend backend) {
    Session session = backend.session(TEXT, 1);
    session.close();
    session.close();
    withPlan(
        backend,
        program(),
        shape(true, false),
        Mode.TRAINING,
        (p, plan) -> {
          plan.close();
          plan.close();
          p.close();
          p.close();
        });
    backend.close();
    backend.close();
  }
}
