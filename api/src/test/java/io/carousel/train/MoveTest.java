package io.carousel.train;

import static io.carousel.loss.Loss.meanSquaredError;
import static io.carousel.optim.UpdateRule.adam;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.Backends;
import io.carousel.LogLines;
import io.carousel.model.NetworkSpec;
import io.carousel.spi.Backend;
import io.carousel.spi.NumberType;
import io.carousel.spi.Parameters.Block;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MoveTest {
  private final Backend reference = Backends.named("reference");

  @AfterEach
  void close() {
    reference.close();
  }

  /** A backend of which nothing is known but its name and type. */
  private static Backend other(NumberType type) {
    return (Backend)
        Proxy.newProxyInstance(
            Backend.class.getClassLoader(),
            new Class<?>[] {Backend.class},
            (proxy, method, arguments) -> method.getName().equals("name") ? "other" : type);
  }

  private Checkpoint checkpoint() {
    try (Trainer trainer =
        Trainer.on(reference)
            .network(NetworkSpec.input(1).lstm(2).finalState().dense(1))
            .loss(meanSquaredError())
            .update(adam(1e-2))
            .build()) {
      trainer.fit(TestData.means(8, 9, 1), StopRule.epochs(1));
      return trainer.checkpoint();
    }
  }

  @Test
  void shouldLeaveACheckpointOfTheSameBackendAsItIs() {
    Checkpoint kept = checkpoint();
    assertThat(Move.to(reference, kept)).isSameAs(kept);
  }

  @Test
  void shouldRoundEveryNumberToTheTypeOfTheOther() {
    Checkpoint kept = checkpoint();
    Checkpoint moved = Move.to(other(NumberType.F32), kept);
    assertThat(moved.backend()).isEqualTo("other");
    assertThat(moved.type()).isEqualTo(NumberType.F32);
    assertThat(moved.blocks()).containsOnlyKeys(kept.blocks().keySet());
    moved
        .blocks()
        .forEach(
            (block, numbers) -> {
              double[] before = kept.blocks().get(block);
              assertThat(numbers).hasSameSizeAs(before);
              for (int i = 0; i < numbers.length; i++) {
                assertThat(numbers[i]).isEqualTo((double) (float) before[i]);
              }
            });
    assertThat(Move.to(other(NumberType.F64), kept).blocks().get(Block.WEIGHTS))
        .isEqualTo(kept.blocks().get(Block.WEIGHTS));
  }

  @Test
  void shouldRefuseANumberThatTheTypeCannotHold() {
    Checkpoint kept = checkpoint();
    Map<Block, double[]> blocks = new HashMap<>(kept.blocks());
    double[] moments = blocks.get(Block.SECOND_MOMENT).clone();
    moments[3] = 1e39;
    blocks.put(Block.SECOND_MOMENT, moments);
    Checkpoint wide = withBlocks(kept, blocks);
    assertThatThrownBy(() -> Move.to(other(NumberType.F32), wide))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a run must fit float32 to go on on other, block=SECOND_MOMENT, index=3, value=1.0E39;"
                + " resume it on the backend that kept it");
    moments[3] = Double.POSITIVE_INFINITY;
    assertThat(Move.to(other(NumberType.F32), wide).blocks().get(Block.SECOND_MOMENT)[3])
        .isInfinite();
  }

  private static Checkpoint withBlocks(Checkpoint kept, Map<Block, double[]> blocks) {
    return new Checkpoint(
        kept.network(),
        kept.settings(),
        kept.backend(),
        kept.type(),
        kept.precision(),
        kept.state(),
        blocks,
        kept.bestWeights(),
        kept.carried());
  }

  @Test
  void shouldKnowTheNearestNumberOfAType() {
    assertThat(NumberType.F32.nearest(0.1)).isEqualTo((double) 0.1f).isNotEqualTo(0.1);
    assertThat(NumberType.F32.nearest(1e39)).isInfinite();
    assertThat(NumberType.F64.nearest(0.1)).isEqualTo(0.1);
    assertThat(NumberType.F32.label()).isEqualTo("float32");
    assertThat(NumberType.F64.label()).isEqualTo("float64");
  }

  @Test
  void shouldSayWhatBecomesOfTheNumbers() {
    Checkpoint kept = checkpoint();
    assertThat(
            LogLines.of(
                Move.class,
                () -> {
                  Move.to(reference, kept);
                  Move.to(other(NumberType.F32), kept);
                  Move.to(other(NumberType.F64), kept);
                }))
        .containsExactly(
            "WARNING resumed on other (float32) a run kept on reference (float64): its numbers are"
                + " rounded, but the continuation is not bit-equal",
            "INFO resumed on other (float64) a run kept on reference (float64): its numbers are"
                + " exact, but the continuation is not bit-equal");
  }
}
