package io.carousel;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.loss.Loss;
import io.carousel.model.Activation;
import io.carousel.model.Cell;
import io.carousel.model.DenseSpec;
import io.carousel.model.DropoutSpec;
import io.carousel.model.EmbeddingSpec;
import io.carousel.model.Initializer;
import io.carousel.model.InputSpec;
import io.carousel.model.LayerSpec;
import io.carousel.model.PoolSpec;
import io.carousel.model.Pooling;
import io.carousel.model.RecurrentSpec;
import io.carousel.optim.Schedule;
import io.carousel.optim.UpdateRule;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Each type of a sealed family has a kind of its own, in the family's order; none is left over. */
class KindsTest {
  private static <T> void assertKinds(
      Class<T> family, Enum<?>[] kinds, Function<T, Enum<?>> kind, List<T> examples) {
    assertThat(examples.stream().map(Object::getClass).toList())
        .as("an example of each %s", family.getSimpleName())
        .isEqualTo(Arrays.asList((Object[]) family.getPermittedSubclasses()));
    assertThat(examples.stream().map(kind).toList()).isEqualTo(Arrays.asList((Object[]) kinds));
  }

  @Test
  void layers() {
    assertKinds(
        LayerSpec.class,
        LayerSpec.Kind.values(),
        LayerSpec::kind,
        List.of(
            new EmbeddingSpec(1),
            RecurrentSpec.of(Cell.GRU, 1),
            new DropoutSpec(0.5),
            new PoolSpec(Pooling.LAST_POSITION),
            new DenseSpec(1, Activation.NONE)));
  }

  @Test
  void inputs() {
    assertKinds(
        InputSpec.class,
        InputSpec.Kind.values(),
        InputSpec::kind,
        List.of(new InputSpec.Features(1), new InputSpec.Tokens(1)));
  }

  @Test
  void initializers() {
    assertKinds(
        Initializer.class,
        Initializer.Kind.values(),
        Initializer::kind,
        List.of(Initializer.standard(), Initializer.pytorch(), Initializer.uniform(1)));
  }

  @Test
  void losses() {
    assertKinds(
        Loss.class,
        Loss.Kind.values(),
        Loss::kind,
        List.of(
            Loss.meanSquaredError(),
            Loss.meanAbsoluteError(),
            Loss.softmaxCrossEntropy(),
            Loss.binaryCrossEntropy()));
  }

  @Test
  void transforms() {
    assertKinds(
        UpdateRule.GradientTransform.class,
        UpdateRule.GradientTransform.Kind.values(),
        UpdateRule.GradientTransform::kind,
        List.of(
            UpdateRule.clipByGlobalNorm(1), UpdateRule.clipByValue(1), UpdateRule.weightDecay(1)));
  }

  @Test
  void optimizers() {
    assertKinds(
        UpdateRule.Optimizer.class,
        UpdateRule.Optimizer.Kind.values(),
        UpdateRule.Optimizer::kind,
        List.of(
            UpdateRule.sgd(1),
            UpdateRule.momentum(1, 0.5),
            UpdateRule.rmsProp(1),
            UpdateRule.adam(1),
            UpdateRule.adamW(1, 0.5)));
  }

  @Test
  void schedules() {
    assertKinds(
        Schedule.class,
        Schedule.Kind.values(),
        Schedule::kind,
        List.of(
            Schedule.constant(),
            Schedule.step(1, 1, 0.5),
            Schedule.exponential(0.5),
            Schedule.cosine(1),
            Schedule.plateau(1, 0.5),
            Schedule.warmUp(1, Schedule.constant())));
  }
}
