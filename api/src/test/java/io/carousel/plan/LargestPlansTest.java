package io.carousel.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.Backends;
import io.carousel.loss.Loss;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.spi.Backend;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import io.carousel.spi.StateLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shapes whose products leave 32 bits are refused before memory is taken for them. */
class LargestPlansTest {
  private static final String REMEDY =
      "; use a smaller batch, shorter sequences or narrower layers";

  private static PlanShape shape(int steps, int sequences) {
    return new PlanShape(steps, sequences, true, false, Precision.STRICT);
  }

  @ParameterizedTest
  @CsvSource({"10001, 10000", "65536, 65536", "1073741824, 4", "2147483647, 2147483647"})
  void allTimeStepsOfAPlanAreBounded(int steps, int sequences) {
    assertThatThrownBy(() -> shape(steps, sequences))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "steps * sequences must be at most 100000000 in a plan, steps="
                + steps
                + ", sequences="
                + sequences
                + "; use a smaller batch or shorter sequences");
  }

  @Test
  void theLargestShapeIsAShape() {
    assertThat(shape(10_000, 10_000).positions()).isEqualTo(100_000_000);
  }

  private static void assertRefused(
      NetworkSpec network, PlanShape shape, Mode mode, String message) {
    Program program = Program.withLoss(network, Loss.meanSquaredError());
    try (Backend backend = Backends.named("reference");
        Parameters parameters = backend.parameters(ParameterLayout.of(network), true, 0)) {
      assertThatThrownBy(() -> Planner.plan(backend, parameters, program, shape, mode).close())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(message);
    }
  }

  @Test
  void theInputFitsABuffer() {
    assertRefused(
        NetworkSpec.input(60).lstm(1).finalState(),
        shape(5000, 2000),
        Mode.INFERENCE,
        "the input of a plan must fit one Java buffer of 536870911 numbers, numbers=600000000"
            + REMEDY);
  }

  @Test
  void theOutputFitsABufferWhereItIsRead() {
    assertRefused(
        NetworkSpec.input(1).dense(60),
        shape(5000, 2000),
        Mode.INFERENCE,
        "the output must fit one Java buffer of 536870911 numbers, numbers=600000000" + REMEDY);
  }

  @Test
  void theTargetsFitABuffer() {
    assertRefused(
        NetworkSpec.input(1).dense(60),
        shape(5000, 2000),
        Mode.INSPECTION,
        "the targets must fit one Java buffer of 536870911 numbers, numbers=600000000" + REMEDY);
  }

  @Test
  void carriedStatesFitABuffer() {
    NetworkSpec network = NetworkSpec.input(1).lstm(1000);
    assertThat(StateLayout.of(network, 268_435).size()).isEqualTo(536_870_000);
    assertThatThrownBy(() -> StateLayout.of(network, 268_436))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the carried states must fit one Java buffer of 536870911 numbers, numbers=536872000"
                + REMEDY);
  }
}
