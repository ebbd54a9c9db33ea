package io.carousel.parity;

import static io.carousel.spi.Precision.STRICT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.carousel.Backends;
import io.carousel.loss.Loss;
import io.carousel.model.InitialWeights;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.plan.NetworkPlan;
import io.carousel.plan.Planner;
import io.carousel.plan.Program;
import io.carousel.spi.Availability;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters;
import io.carousel.spi.PlanShape;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The backend cpu has two ways to run a recurrent layer and chooses by the shape: each must agree
 * with the reference where the other would be chosen, and the suite must have cases of both.
 */
class CpuImplementationsTest {
  private static final String PROPERTY = "carousel.cpu.recurrent";
  private static final String CPU = "cpu";

  @BeforeEach
  void assumeCpu() {
    assumeTrue(
        Backends.found().stream()
            .anyMatch(
                found ->
                    found.name().equals(CPU)
                        && found.availability() instanceof Availability.Available),
        "backend cpu is not available");
  }

  @AfterEach
  void clear() {
    System.clearProperty(PROPERTY);
  }

  private static Backend open(BackendOptions options) {
    return Backends.open(CPU, options);
  }

  @Test
  void thePrimitiveAgreesOnSmallCases() {
    assertAgreement(
        "primitive",
        LayerCases.recurrent().stream().filter(one -> one.pattern() == Lengths.FULL).toList());
  }

  @Test
  void thePrimitiveAgreesOnLargeCases() {
    assertAgreement("primitive", LayerCases.large());
  }

  private static void assertAgreement(String implementation, List<LayerCase> cases) {
    System.setProperty(PROPERTY, implementation);
    assertThat(cases).hasSizeGreaterThan(15);
    try (Backend reference = Backends.named(ParitySuite.REFERENCE);
        Backend cpu = open(BackendOptions.defaults())) {
      Pair pair = new Pair(reference, cpu, CpuImplementationsTest::open);
      assertThat(cases)
          .allSatisfy(one -> assertThat(ParitySuite.run(pair, one).failures()).isEmpty());
    }
  }

  /** What the whole suite compares is the one, so the other is asked for above. */
  @Test
  void trainingRunsOnPackedRowsUnlessThePrimitiveIsAskedFor() {
    assertThat(LayerCases.large())
        .allSatisfy(one -> assertThat(explain(one)).contains(": packed "));
    System.setProperty(PROPERTY, "primitive");
    assertThat(LayerCases.large())
        .allSatisfy(one -> assertThat(explain(one)).contains(": oneDNN ").contains(" primitive: "));
  }

  /** What two threads train a case on. */
  private static String explain(LayerCase one) {
    NetworkSpec network = one.network();
    try (Backend backend = open(BackendOptions.defaults().withThreads(2));
        Parameters parameters = backend.parameters(ParameterLayout.of(network), true, 0)) {
      parameters.write(Parameters.Block.WEIGHTS, InitialWeights.of(network, 1));
      Program program = new Program(network, Loss.meanSquaredError(), null);
      PlanShape shape =
          new PlanShape(one.steps(), one.sequences(), one.pattern().ragged(), false, STRICT);
      try (NetworkPlan plan = Planner.plan(backend, parameters, program, shape, Mode.INSPECTION)) {
        return plan.explain();
      }
    }
  }
}
