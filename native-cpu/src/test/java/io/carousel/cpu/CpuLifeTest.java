package io.carousel.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.Backends;
import io.carousel.model.NetworkSpec;
import io.carousel.plan.NetworkPlan;
import io.carousel.spi.Backend;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import io.carousel.spi.Session;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Closing under use, twice, and use afterwards. Each test is a process: a crash fails it. */
class CpuLifeTest {
  private static final int ATTEMPTS = 50;
  private static final int SEQUENCES = 16;
  private static final String CLOSED = " must be open, but close() was called before";

  @BeforeAll
  static void assume() {
    ChildJvm.assumeKernels();
  }

  private static ChildJvm.Result run(String when, String owner) throws Exception {
    ChildJvm.Result result = new ChildJvm().run(Child.class, when, owner);
    assertThat(result.exit()).as("%s", result.lines()).isZero();
    return result;
  }

  /** What the processes run: closing things while a thread runs a plan, or before it does. */
  static final class Child {
    private final Backend backend = Backends.named("cpu");
    private final Workload work = new Workload(backend, 64);
    private final PlanShape shape = new PlanShape(20, SEQUENCES, false, true, Precision.STRICT);
    private final NetworkPlan plan = work.plan(shape, Mode.TRAINING);
    private final Session session = backend.session(work.program.network(), SEQUENCES);
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicInteger runs = new AtomicInteger();
    private volatile String refused = "none";

    private Child() {
      Workload.fill(plan.staging(0), 1);
    }

    public static void main(String[] arguments) throws Exception {
      if (arguments[0].equals("under use")) {
        closeUntilRefused(arguments[1]);
      } else {
        Child child = new Child();
        child.run(arguments[0], child.owner(arguments[1]));
      }
    }

    /** Closing between two runs is no mistake, so this goes on until it comes during one. */
    private static void closeUntilRefused(String owner) throws Exception {
      String message = "none";
      for (int i = 0; i < ATTEMPTS && message.equals("none"); i++) {
        Child child = new Child();
        message = child.closeUnderUse(child.owner(owner));
        if (!message.equals("none") || !child.refused.endsWith(CLOSED)) {
          System.out.println("close=" + message);
          System.out.println("run=" + child.refused);
        }
      }
    }

    private AutoCloseable owner(String name) {
      return switch (name) {
        case "plan" -> plan;
        case "parameters" -> work.parameters;
        case "session" -> session;
        default -> backend;
      };
    }

    private void run(String when, AutoCloseable owner) throws Exception {
      if (when.equals("twice")) {
        twice(owner);
      } else {
        afterwards(owner);
      }
    }

    private String closeUnderUse(AutoCloseable owner) throws Exception {
      Thread thread = new Thread(this::runUntilRefused);
      thread.start();
      while (runs.get() < 3) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
      String message = messageOf(owner::close);
      while (message.equals("none") && refused.equals("none")) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
      stop.set(true);
      thread.join();
      return message;
    }

    private void runUntilRefused() {
      while (!stop.get() && refused.equals("none")) {
        refused = messageOf(() -> plan.run(0, session));
        runs.incrementAndGet();
      }
    }

    private void twice(AutoCloseable owner) throws Exception {
      owner.close();
      System.out.println("again=" + messageOf(owner::close));
    }

    private void afterwards(AutoCloseable owner) throws Exception {
      owner.close();
      System.out.println("staging=" + messageOf(() -> plan.staging(0)));
      System.out.println("run=" + messageOf(() -> plan.run(0, session)));
      System.out.println("apply=" + messageOf(() -> plan.apply(0)));
      System.out.println("output=" + messageOf(() -> Workload.output(plan)));
      System.out.println("read=" + messageOf(() -> work.parameters.read(Parameters.Block.WEIGHTS)));
      System.out.println("plan=" + messageOf(() -> work.plan(2, 3, true, Mode.INFERENCE).close()));
      NetworkSpec network = work.program.network();
      System.out.println("session=" + messageOf(() -> backend.session(network, 1).close()));
      System.out.println("reset=" + messageOf(() -> session.reset(0)));
    }

    private static String messageOf(Action action) {
      try {
        action.run();
        return "none";
      } catch (Exception e) {
        return e.getMessage();
      }
    }

    private interface Action {
      void run() throws Exception;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"parameters", "session", "backend"})
  void closingUnderUseIsRefused(String owner) throws Exception {
    assertThat(run("under use", owner).lines())
        .containsExactly(
            "close="
                + owner
                + " must not be closed while in use, uses=1; wait until they have ended",
            "run=none");
  }

  @Test
  void closingAPlanThatRunsIsRefused() throws Exception {
    assertThat(run("under use", "plan").lines())
        .containsExactly(
            "close=plan must not be closed while in use, uses=1; wait until they have ended",
            "run=none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plan", "parameters", "session", "backend"})
  void closingTwiceDoesNothing(String owner) throws Exception {
    assertThat(run("twice", owner).lines()).containsExactly("again=none");
  }

  @ParameterizedTest
  @CsvSource({
    "plan,       staging run apply output",
    "parameters, staging run apply output read plan",
    "session,    run reset",
    "backend,    run apply plan session"
  })
  void whatIsClosedIsNotUsed(String owner, String refused) throws Exception {
    List<String> lines = run("afterwards", owner).lines();
    assertThat(lines).hasSize(8);
    String message = "=" + owner + CLOSED;
    List<String> expected =
        Arrays.stream(refused.split(" ", -1)).map(use -> use + message).toList();
    assertThat(lines.stream().filter(line -> !line.endsWith("=none")))
        .containsExactlyElementsOf(expected);
  }
}
