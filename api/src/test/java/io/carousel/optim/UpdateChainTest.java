package io.carousel.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class UpdateChainTest {
  @Test
  void aChainIsTransformsAndThenOneOptimizer() {
    UpdateChain chain =
        UpdateChain.of(
            UpdateRule.clipByGlobalNorm(5), UpdateRule.weightDecay(0.1), UpdateRule.adam(0.01));
    assertThat(chain.transforms())
        .containsExactly(new UpdateRule.ClipByGlobalNorm(5), new UpdateRule.WeightDecay(0.1));
    assertThat(chain.optimizer()).isEqualTo(new UpdateRule.Adam(0.01, 0.9, 0.999, 1e-8));
  }

  @Test
  void theLastRuleMustBeAnOptimizer() {
    refused(UpdateChain::of, "the last update rule must be an optimizer, rules=[]");
    refused(
        () -> UpdateChain.of(UpdateRule.clipByValue(1)),
        "the last update rule must be an optimizer, rules=[ClipByValue[maximum=1.0]]");
  }

  @Test
  void onlyTheLastRuleMayBeAnOptimizer() {
    refused(
        () -> UpdateChain.of(UpdateRule.sgd(1), UpdateRule.sgd(2)),
        "only the last update rule may be an optimizer, rules=[Sgd[learningRate=1.0],"
            + " Sgd[learningRate=2.0]]");
  }

  @Test
  void optimizersSayHowMuchTheyRemember() {
    assertThat(UpdateRule.sgd(1).moments()).isZero();
    assertThat(UpdateRule.momentum(1, 0.9).moments()).isEqualTo(1);
    assertThat(UpdateRule.rmsProp(1).moments()).isEqualTo(1);
    assertThat(UpdateRule.adam(1).moments()).isEqualTo(2);
    assertThat(UpdateRule.adamW(1, 0.1).moments()).isEqualTo(2);
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    String rate = "learningRate must be positive and finite, learningRate=";
    refused(() -> UpdateRule.sgd(0), rate + "0.0");
    refused(() -> UpdateRule.momentum(Double.NaN, 0.9), rate + "NaN");
    refused(() -> UpdateRule.rmsProp(-1), rate + "-1.0");
    refused(() -> UpdateRule.adam(Double.POSITIVE_INFINITY), rate + "Infinity");
    refused(
        () -> UpdateRule.momentum(1, 1), "momentum must be at least 0 and below 1, momentum=1.0");
    refused(
        () -> new UpdateRule.Adam(1, 0.9, 2, 1), "beta2 must be at least 0 and below 1, beta2=2.0");
    refused(
        () -> new UpdateRule.RmsProp(1, 0.9, 0),
        "epsilon must be positive and finite, epsilon=0.0");
    refused(
        () -> UpdateRule.adamW(1, -1),
        "weightDecay must be finite and not negative, weightDecay=-1.0");
    refused(
        () -> UpdateRule.clipByGlobalNorm(0),
        "clipByGlobalNorm must be positive and finite, clipByGlobalNorm=0.0");
    refused(
        () -> UpdateRule.clipByValue(-2),
        "clipByValue must be positive and finite, clipByValue=-2.0");
    refused(
        () -> UpdateRule.weightDecay(-2),
        "weightDecay must be finite and not negative, weightDecay=-2.0");
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
