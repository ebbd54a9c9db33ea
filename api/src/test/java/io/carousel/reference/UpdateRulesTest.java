package io.carousel.reference;

import static io.carousel.optim.UpdateRule.clipByGlobalNorm;
import static io.carousel.optim.UpdateRule.clipByValue;
import static io.carousel.optim.UpdateRule.momentum;
import static io.carousel.optim.UpdateRule.sgd;
import static io.carousel.optim.UpdateRule.weightDecay;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.optim.UpdateChain;
import io.carousel.optim.UpdateRule;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import io.carousel.spi.LossScale;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters;
import io.carousel.spi.Parameters.Block;
import io.carousel.spi.Plan;
import io.carousel.spi.PlanBuilder;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import io.carousel.spi.Region;
import io.carousel.spi.Staging;
import io.carousel.spi.Sums;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Update rules on two weights, (1, 2), and gradient sums (6, -8) of 2 positions: a mean gradient of
 * (3, -4), whose norm is 5. The learning rate is 1/10 throughout.
 */
class UpdateRulesTest {
  private static final double RATE = 0.1;

  private final Backend backend = new ReferenceProvider().open(BackendOptions.defaults());
  private Parameters parameters;
  private Plan plan;

  @AfterEach
  void close() {
    backend.close();
  }

  private void start(UpdateRule... rules) {
    start(Precision.STRICT, rules);
  }

  private void start(Precision precision, UpdateRule... rules) {
    UpdateChain chain = UpdateChain.of(rules);
    ParameterLayout layout = ParameterLayout.of(NetworkSpec.input(1).dense(1));
    parameters = backend.parameters(layout, true, chain.optimizer().moments());
    parameters.write(Block.WEIGHTS, new double[] {1, 2});
    PlanShape shape = new PlanShape(1, 1, false, false, precision);
    PlanBuilder builder = backend.plan(parameters, shape, Mode.TRAINING);
    plan = builder.seal(builder.buffer(Region.ACTIVATIONS, 1), List.of(), builder.update(chain));
  }

  private void apply(long update, double pending, double... sums) {
    parameters.write(Block.GRADIENTS, sums);
    Sums before = parameters.sums();
    parameters.sums(new Sums(before.loss(), before.count(), pending, 0, before.firstBadUpdate()));
    plan.staging(0).scalars(new Staging.Scalars(RATE, update, 0, 0));
    plan.apply(0);
  }

  private void expectWeights(double first, double second) {
    assertThat(parameters.read(Block.WEIGHTS))
        .containsExactly(new double[] {first, second}, within(1e-15));
  }

  /** 1 - 0.1 * 3 and 2 + 0.1 * 4; the sums are used up. */
  @Test
  void sgdGoesDownTheMeanGradient() {
    start(sgd(RATE));
    apply(0, 2, 6, -8);
    expectWeights(0.7, 2.4);
    assertThat(parameters.read(Block.GRADIENTS)).containsExactly(0, 0);
    assertThat(parameters.sums()).isEqualTo(new Sums(0, 0, 0, 5, -1));
  }

  /** m = (3, -4), then 0.9 m + g = (5.7, -7.6): 0.7 - 0.57 and 2.4 + 0.76. */
  @Test
  void momentumRemembers() {
    start(momentum(RATE, 0.9));
    apply(0, 2, 6, -8);
    expectWeights(0.7, 2.4);
    apply(1, 2, 6, -8);
    expectWeights(0.13, 3.16);
    assertThat(parameters.read(Block.FIRST_MOMENT))
        .containsExactly(new double[] {5.7, -7.6}, within(1e-14));
  }

  /**
   * With decay 3/4 and epsilon 1/2: m = (9, 16) / 4, whose roots are 3/2 and 2; 1 - 0.1 * 3 / 2 and
   * 2 + 0.1 * 4 / 2.5.
   */
  @Test
  void rmsPropDividesByTheRootOfTheMeanSquare() {
    start(new UpdateRule.RmsProp(RATE, 0.75, 0.5));
    apply(0, 2, 6, -8);
    expectWeights(0.85, 2.16);
    assertThat(parameters.read(Block.FIRST_MOMENT)).containsExactly(2.25, 4);
  }

  /**
   * With beta1 1/2, beta2 3/4, epsilon 1. First: m = (1.5, -2), corrected (3, -4); v = (2.25, 4),
   * corrected (9, 16); 1 - 0.1 * 3 / 4 and 2 + 0.1 * 4 / 5. Then g = (1, 0): m = (1.25, -1), over
   * 3/4; v = (1.9375, 3), over 7/16, which is (31/7, 48/7).
   */
  @Test
  void adamCorrectsItsMomentsInTheFirstTwoUpdates() {
    start(new UpdateRule.Adam(RATE, 0.5, 0.75, 1));
    apply(0, 2, 6, -8);
    expectWeights(0.925, 2.08);
    apply(1, 2, 2, 0);
    expectWeights(
        0.925 - 0.1 * (5.0 / 3) / (Math.sqrt(31.0 / 7) + 1),
        2.08 + 0.1 * (4.0 / 3) / (Math.sqrt(48.0 / 7) + 1));
    assertThat(parameters.read(Block.FIRST_MOMENT)).containsExactly(1.25, -1);
    assertThat(parameters.read(Block.SECOND_MOMENT)).containsExactly(1.9375, 3);
  }

  /** The weights lose 0.1 * 1/2 of themselves first: 0.95 - 0.075 and 1.9 + 0.08. */
  @Test
  void adamWDecaysTheWeightsThemselves() {
    start(new UpdateRule.AdamW(RATE, 0.5, 0.75, 1, 0.5));
    apply(0, 2, 6, -8);
    expectWeights(0.875, 1.98);
    assertThat(parameters.read(Block.FIRST_MOMENT)).containsExactly(1.5, -2);
  }

  /** (3, -4) of norm 5 becomes (1.5, -2); the norm before is what is recorded. */
  @Test
  void clippingByGlobalNormKeepsTheDirection() {
    start(clipByGlobalNorm(2.5), sgd(RATE));
    apply(0, 2, 6, -8);
    expectWeights(0.85, 2.2);
    assertThat(parameters.sums().gradientNorm()).isEqualTo(5);
  }

  @Test
  void clippingByGlobalNormLeavesSmallGradientsAlone() {
    start(clipByGlobalNorm(5), sgd(RATE));
    apply(0, 2, 6, -8);
    expectWeights(0.7, 2.4);
  }

  /** (3, -4) becomes (3, -3.5). */
  @Test
  void clippingByValueWorksElementByElement() {
    start(clipByValue(3.5), sgd(RATE));
    apply(0, 2, 6, -8);
    expectWeights(0.7, 2.35);
  }

  /** (3, -4) + 1/2 (1, 2) = (3.5, -3). */
  @Test
  void weightDecayAddsToTheGradient() {
    start(weightDecay(0.5), sgd(RATE));
    apply(0, 2, 6, -8);
    expectWeights(0.65, 2.3);
  }

  /** (3, -4) is clipped to (2, -2), then (0.5, 1) is added: (2.5, -1). */
  @Test
  void transformsRunInTheOrderGiven() {
    start(clipByValue(2), weightDecay(0.5), sgd(RATE));
    apply(0, 2, 6, -8);
    expectWeights(0.75, 2.1);
  }

  @Test
  void withoutPendingPositionsNothingChanges() {
    start(momentum(RATE, 0.9));
    long version = parameters.version();
    apply(0, 0, 6, -8);
    expectWeights(1, 2);
    assertThat(parameters.read(Block.FIRST_MOMENT)).containsExactly(0, 0);
    assertThat(parameters.read(Block.GRADIENTS)).containsExactly(6, -8);
    assertThat(parameters.version()).isEqualTo(version);
  }

  @Test
  void theVersionMovesWithTheWeights() {
    start(sgd(RATE));
    long version = parameters.version();
    apply(0, 2, 6, -8);
    long updated = parameters.version();
    assertThat(updated).isGreaterThan(version);
    parameters.write(Block.WEIGHTS, new double[] {0, 0});
    assertThat(parameters.version()).isGreaterThan(updated);
  }

  @Test
  void aGradientThatIsNotFiniteChangesNothingAndBlocksLaterUpdates() {
    start(momentum(RATE, 0.9));
    apply(7, 2, Double.NaN, 1);
    expectWeights(1, 2);
    assertThat(parameters.read(Block.FIRST_MOMENT)).containsExactly(0, 0);
    assertThat(parameters.sums().firstBadUpdate()).isEqualTo(7);
    assertThat(parameters.sums().gradientNorm()).isNaN();
    apply(8, 2, 6, -8);
    expectWeights(1, 2);
    assertThat(parameters.sums().firstBadUpdate()).isEqualTo(7);
  }

  @Test
  void sumsSetAnewLiftTheBlock() {
    start(sgd(RATE));
    apply(7, 2, Double.POSITIVE_INFINITY, 1);
    assertThat(parameters.sums().gradientNorm()).isInfinite();
    parameters.sums(Sums.ZERO);
    apply(8, 2, 6, -8);
    expectWeights(0.7, 2.4);
    assertThat(parameters.sums().firstBadUpdate()).isEqualTo(-1);
  }

  @Test
  void aLossThatIsNotFiniteIsABadUpdateToo() {
    start(sgd(RATE));
    parameters.sums(new Sums(Double.NaN, 2, 0, 0, -1));
    apply(3, 2, 6, -8);
    expectWeights(1, 2);
    assertThat(parameters.sums().firstBadUpdate()).isEqualTo(3);
    assertThat(parameters.sums().gradientNorm()).isEqualTo(5);
  }

  @Test
  void inFp16AnOverflowIsSkippedAndHalvesTheScale() {
    start(Precision.FP16, momentum(RATE, 0.9));
    parameters.lossScale(new LossScale(8, 5, 2));
    apply(7, 2, Double.NaN, 1);
    expectWeights(1, 2);
    assertThat(parameters.read(Block.FIRST_MOMENT)).containsExactly(0, 0);
    assertThat(parameters.read(Block.GRADIENTS)).containsExactly(0, 0);
    assertThat(parameters.sums()).isEqualTo(Sums.ZERO);
    assertThat(parameters.lossScale()).isEqualTo(new LossScale(4, 0, 3));
    apply(8, 2, 6, -8);
    expectWeights(0.7, 2.4);
    assertThat(parameters.lossScale()).isEqualTo(new LossScale(4, 1, 3));
  }

  @Test
  void inFp16TheScaleFallsBelowOneSinceGradientsAreSums() {
    start(Precision.FP16, sgd(RATE));
    apply(7, 2, Double.POSITIVE_INFINITY, 1);
    expectWeights(1, 2);
    assertThat(parameters.sums().firstBadUpdate()).isEqualTo(-1);
    assertThat(parameters.lossScale()).isEqualTo(new LossScale(0.5, 0, 1));
  }

  @Test
  void inFp16AnOverflowAtTheLeastScaleIsABadUpdate() {
    start(Precision.FP16, sgd(RATE));
    LossScale least = new LossScale(LossScale.LEAST, 0, 26);
    parameters.lossScale(least);
    apply(7, 2, Double.POSITIVE_INFINITY, 1);
    expectWeights(1, 2);
    assertThat(parameters.sums().firstBadUpdate()).isEqualTo(7);
    assertThat(parameters.lossScale()).isEqualTo(least);
  }

  @Test
  void inFp16ALossThatIsNotFiniteIsABadUpdateAtAnyScale() {
    start(Precision.FP16, sgd(RATE));
    parameters.lossScale(LossScale.START);
    parameters.sums(new Sums(Double.POSITIVE_INFINITY, 2, 0, 0, -1));
    apply(3, 2, Double.NaN, 1);
    assertThat(parameters.sums().firstBadUpdate()).isEqualTo(3);
    assertThat(parameters.lossScale()).isEqualTo(LossScale.START);
  }

  @Test
  void inOtherPrecisionsTheScaleIsLeftAlone() {
    start(Precision.BF16, sgd(RATE));
    parameters.lossScale(LossScale.START);
    apply(0, 2, 6, -8);
    expectWeights(0.7, 2.4);
    apply(1, 2, Double.NaN, 1);
    assertThat(parameters.sums().firstBadUpdate()).isEqualTo(1);
    assertThat(parameters.lossScale()).isEqualTo(LossScale.START);
  }

  @Test
  void anOptimizerWithoutItsMomentsIsRefused() {
    start(sgd(RATE));
    PlanShape shape = new PlanShape(1, 1, false, false, Precision.STRICT);
    PlanBuilder builder = backend.plan(parameters, shape, Mode.TRAINING);
    UpdateChain chain = UpdateChain.of(UpdateRule.adam(RATE));
    assertThatThrownBy(() -> builder.update(chain))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "parameters must have 2 moments for Adam[learningRate=0.1, beta1=0.9, beta2=0.999,"
                + " epsilon=1.0E-8], moments=0");
  }

  @Test
  void aBadFirstUpdateBlocksLaterOnesToo() {
    start(sgd(RATE));
    apply(0, 2, Double.NaN, 1);
    apply(1, 2, 6, -8);
    expectWeights(1, 2);
    assertThat(parameters.sums().firstBadUpdate()).isZero();
  }
}
