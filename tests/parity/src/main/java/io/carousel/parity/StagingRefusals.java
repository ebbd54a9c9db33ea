package io.carousel.parity;

import static io.carousel.parity.RefusalBench.FORECAST;
import static io.carousel.parity.RefusalBench.SEQUENCES;
import static io.carousel.parity.RefusalBench.STEPS;
import static io.carousel.parity.RefusalBench.TEXT;
import static io.carousel.parity.RefusalBench.program;
import static io.carousel.parity.RefusalBench.shape;
import static io.carousel.parity.RefusalBench.withPlan;

import io.carousel.loss.Loss;
import io.carousel.model.NetworkSpec;
import io.carousel.plan.NetworkPlan;
import io.carousel.plan.Program;
import io.carousel.spi.Backend;
import io.carousel.spi.Mode;
import io.carousel.spi.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What a slot must not hold, and sessions that do not fit. */
final class StagingRefusals {
  private final List<ParityCase> cases = new ArrayList<>();

  private StagingRefusals() {}

  static List<ParityCase> all() {
    StagingRefusals list = new StagingRefusals();
    list.addStaging();
    list.addSessions();
    return list.cases;
  }

  private void add(String mistake, NetworkSpec network, Refusal.Attempt attempt) {
    cases.add(new Refusal(mistake, network, attempt));
  }

  private void planOf(String mistake, Consumer<NetworkPlan> use) {
    cases.add(RefusalBench.planOf(mistake, use));
  }

  /** What a slot must not hold; every slot is right but for one number. */
  private void addStaging() {
    stagingOf("a negative length", plan -> plan.staging(0).lengths().put(1, -1));
    stagingOf("a length beyond T", plan -> plan.staging(0).lengths().put(0, STEPS + 1));
    stagingOf("a token beyond the vocabulary", plan -> plan.staging(0).tokens().put(3, 4));
    stagingOf("a negative token", plan -> plan.staging(0).tokens().put(0, -1));
    stagingOf("a class beyond the output", plan -> plan.staging(0).classes().put(3, 4));
    stagingOf("a negative class", plan -> plan.staging(0).classes().put(2, -7));
    add("a short sequence in a plan that is not ragged", TEXT, StagingRefusals::runShort);
    add(
        "a class of a whole sequence",
        FORECAST,
        backend ->
            withPlan(
                backend,
                new Program(FORECAST, Loss.softmaxCrossEntropy(), null),
                shape(true, false),
                Mode.EVALUATION,
                (p, plan) -> {
                  plan.staging(1).lengths().put(1, STEPS);
                  plan.staging(1).classes().put(1, 2);
                  plan.run(1, null);
                }));
    planOf("a slot that does not exist", plan -> plan.staging(2));
    planOf("a negative slot", plan -> plan.run(-1, null));
  }

  private void stagingOf(String mistake, Consumer<NetworkPlan> spoil) {
    planOf(
        mistake,
        plan -> {
          spoil.accept(plan);
          plan.run(0, null);
        });
  }

  private static void runShort(Backend backend) {
    withPlan(
        backend,
        program(),
        shape(false, false),
        Mode.INFERENCE,
        (p, plan) -> {
          plan.staging(0).lengths().put(1, STEPS - 1);
          plan.run(0, null);
        });
  }

  private void addSessions() {
    sessionOf("no session where the plan is stateful", true, backend -> null);
    sessionOf("a session where the plan is not", false, b -> b.session(TEXT, SEQUENCES));
    sessionOf("a session of other sequences", true, b -> b.session(TEXT, SEQUENCES + 1));
    NetworkSpec other = NetworkSpec.input(1).lstm(4);
    sessionOf("a session of another network", true, b -> b.session(other, SEQUENCES));
    sessionOf("a session of nobody", true, b -> new ForeignSession(SEQUENCES));
    sessionOf("a closed session", true, StagingRefusals::closedSession);
    add("a closed session's states", TEXT, b -> closedSession(b).read());
    add("a session without sequences", TEXT, b -> b.session(TEXT, 0).close());
    add("states of another length", TEXT, b -> useSession(b, s -> s.write(new double[5])));
    add("a reset beyond the sequences", TEXT, b -> useSession(b, s -> s.reset(SEQUENCES)));
  }

  private interface SessionMaker {
    Session of(Backend backend);
  }

  private void sessionOf(String mistake, boolean stateful, SessionMaker maker) {
    add(
        mistake,
        TEXT,
        backend ->
            withPlan(
                backend,
                program(),
                shape(true, stateful),
                Mode.INFERENCE,
                (p, plan) -> {
                  try (Session session = maker.of(backend)) {
                    plan.run(0, session);
                  }
                }));
  }

  private static Session closedSession(Backend backend) {
    Session session = backend.session(TEXT, SEQUENCES);
    session.close();
    return session;
  }

  private static void useSession(Backend backend, Consumer<Session> use) {
    try (Session session = backend.session(TEXT, SEQUENCES)) {
      use.accept(session);
    }
  }
}
