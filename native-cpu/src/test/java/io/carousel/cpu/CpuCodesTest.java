package io.carousel.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.Backends;
import io.carousel.model.InputSpec;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.optim.UpdateChain;
import io.carousel.optim.UpdateRule;
import io.carousel.spi.Backend;
import io.carousel.spi.Buffer;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters;
import io.carousel.spi.Plan;
import io.carousel.spi.PlanBuilder;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Codes that the native kernels do not know are refused before memory is touched: what happens if
 * the library of another build was loaded. Codes that they know must pass, or no test here could
 * tell.
 */
class CpuCodesTest {
  private static final NetworkSpec NETWORK = NetworkSpec.input(1).dense(1);
  private static final UpdateChain CHAIN =
      UpdateChain.of(UpdateRule.clipByValue(1), UpdateRule.sgd(0.5));
  private static final int OPTIMIZER = 0;
  private static final int TRANSFORM = CpuKernels.RULE_FIRST_TRANSFORM;

  @BeforeAll
  static void assume() {
    ChildJvm.assumeKernels();
    CpuKernels.load();
  }

  private static void assertRefused(String what, int code, int most, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            what
                + " must be a code that the native kernels know, 0 to "
                + most
                + ", "
                + what
                + "="
                + code
                + "; use carousel-native-cpu's classes and native library of one build");
  }

  @Test
  void refusesActivationsThatKernelsDoNotKnow() {
    for (int code : new int[] {-1, 4}) {
      assertRefused("activation", code, 3, () -> CpuKernels.denseForward(code, 1, 1, 0, 0, 1));
      assertRefused("activation", code, 3, () -> CpuKernels.denseBackward(code, 1, 1, 0, 1, 0, 1));
      assertRefused("activation", code, 3, () -> CpuKernels.rnnForward(code, 1, 1, 0, 1, 0, 0, 1));
      assertRefused(
          "activation", code, 3, () -> CpuKernels.rnnBackward(code, 1, 1, 0, 1, 0, 1, 0, 1));
    }
    CpuKernels.denseForward(CpuKernels.SIGMOID, 0, 1, 0, 0, 1);
  }

  @Test
  void refusesPoolingsThatKernelsDoNotKnow() {
    for (int code : new int[] {-1, 3}) {
      assertRefused("pooling", code, 2, () -> CpuKernels.poolForward(code, 1, 1, 1, 1, 0, 0, 0, 0));
      assertRefused(
          "pooling", code, 2, () -> CpuKernels.poolBackward(code, 1, 1, 1, 1, 0, 0, 0, 0));
    }
    CpuKernels.poolForward(CpuKernels.MAX, 0, 0, 1, 1, 0, 0, 0, 0);
  }

  @Test
  void refusesLossesThatKernelsDoNotKnow() {
    for (int code : new int[] {-1, 3}) {
      assertRefused("loss", code, 2, () -> CpuKernels.numberLoss(code, 1, 1, 1, 0, 0, 0, 0, 0));
    }
  }

  @Test
  void namesTheRulesThatTheNativeUpdateDoesNotKnow() {
    assertRuleRefused(OPTIMIZER, 5);
    assertRuleRefused(TRANSFORM, 3);
    assertThat(weightAfter(TRANSFORM, CpuKernels.CLIP_BY_VALUE)).as("a known rule").isZero();
  }

  private static void assertRuleRefused(int place, int code) {
    assertThatThrownBy(() -> weightAfter(place, code))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the native update must know every rule of a chain, answer=-2, rules="
                + CHAIN
                + "; use carousel-native-cpu's classes and native library of one build");
  }

  /** The first weight, 0 at first, after an update by a rule with another number in its block. */
  private static double weightAfter(int place, int code) {
    PlanShape shape = new PlanShape(1, 1, false, false, Precision.STRICT);
    try (Backend backend = Backends.named("cpu");
        Parameters parameters = backend.parameters(ParameterLayout.of(NETWORK), true, 0);
        PlanBuilder builder = backend.plan(parameters, shape, Mode.TRAINING)) {
      Buffer x = builder.input(new InputSpec.Features(1));
      CpuUpdate update = (CpuUpdate) builder.update(CHAIN);
      try (Plan plan = builder.seal(x, List.of(), update)) {
        update.rule().asByteBuffer().asDoubleBuffer().put(place, code);
        plan.apply(0);
        return parameters.read(Parameters.Block.WEIGHTS)[0];
      }
    }
  }
}
