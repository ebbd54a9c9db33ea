package io.carousel.benchmarks.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.benchmarks.Shape;
import io.carousel.spi.Precision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final StepCase CASE =
      new StepCase(new Shape(1, 2, 3, 4), Precision.STRICT, Part.STEP);
  private static final Rounds ONE = new Rounds(1, 1);

  /** Takes a millisecond with its first name, half as much again with the next one, and so on. */
  private static Side side(double loss, String... names) {
    return new Side() {
      @Override
      public String describe() {
        return names[0];
      }

      @Override
      public Loaded load(StepCase wanted) {
        List<Contender> contenders = new ArrayList<>();
        Map<String, double[]> checks = new LinkedHashMap<>();
        for (String name : names) {
          contenders.add(contender(name, 1 + 0.5 * contenders.size()));
          checks.put(name, new double[] {loss, loss});
        }
        return new Loaded(contenders, checks, names.length == 1 ? "its kernels" : "");
      }

      @Override
      public void close() {}
    };
  }

  private static Contender contender(String name, double milliseconds) {
    return new Contender() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public double milliseconds(int count) {
        return count * milliseconds;
      }
    };
  }

  private static CaseResult measure(Side own, Side torch) {
    try (Comparison comparison = new Comparison(own, Optional.of(torch), ONE)) {
      return comparison.measure(CASE);
    }
  }

  @Test
  void bothAreCheckedAndTimed() {
    CaseResult result = measure(side(0.5, "carousel"), side(0.50001, "eager", "fused"));
    assertThat(result.agree()).isTrue();
    assertThat(result.milliseconds().keySet()).containsExactly("carousel", "eager", "fused");
    assertThat(result.torchOverCarousel()).isEqualTo(Map.of("eager", 1.0, "fused", 1.5));
    assertThat(result.kernels()).isEqualTo("its kernels");
    assertThat(result.torch()).isNull();
  }

  @Test
  void whoeverComputesSomethingElseIsTold() {
    CaseResult result = measure(side(0.5, "carousel"), side(0.6, "eager"));
    assertThat(result.agree()).isFalse();
    assertThat(StepTable.row(result)).endsWith("RESULTS DIFFER");
  }

  @Test
  void aLossThatIsNotTheReferencesStopsEverything() {
    try (Comparison comparison =
        new Comparison(side(0.5, "carousel"), Optional.empty(), new Rounds(1, 1))) {
      comparison.requireReference(side(0.50001, "carousel"), List.of(Precision.STRICT));
      assertThatThrownBy(
              () ->
                  comparison.requireReference(
                      side(0.504, "carousel"), List.of(Precision.TF32, Precision.STRICT)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "the losses of two steps must be the reference's before anything is timed,"
                  + " precision=STRICT, losses=[0.5, 0.5], expected=[0.504, 0.504]; run the parity"
                  + " tests");
    }
  }
}
