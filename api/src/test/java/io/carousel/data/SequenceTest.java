package io.carousel.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.loss.Loss;
import java.util.List;
import org.junit.jupiter.api.Test;

class SequenceTest {
  private static final Sequence NUMBERS =
      Sequence.of(new float[][] {{1, 2}, {3, 4}, {5, 6}})
          .withTargets(new float[][] {{10, 20, 30}, {11, 21, 31}, {12, 22, 32}});

  @Test
  void givesTheRowsOfItsSteps() {
    assertThat(NUMBERS.length()).isEqualTo(3);
    assertThat(NUMBERS.featureWidth()).isEqualTo(2);
    assertThat(NUMBERS.targetWidth()).isEqualTo(3);
    assertThat(NUMBERS.features(0)).containsExactly(1, 2);
    assertThat(NUMBERS.features(2)).containsExactly(5, 6);
    assertThat(NUMBERS.target(0)).containsExactly(10, 20, 30);
    assertThat(NUMBERS.target(1)).containsExactly(11, 21, 31);
    assertThat(NUMBERS.hasTokens()).isFalse();
    assertThat(NUMBERS.largestToken()).isEqualTo(-1);
    assertThat(NUMBERS.largestLabel()).isEqualTo(-1);
  }

  @Test
  void givesTheTargetOfTheWhole() {
    Sequence whole = Sequence.of(new float[][] {{1}, {2}}).withTarget(7, 8);
    assertThat(whole.target(0)).containsExactly(7, 8);
    assertThat(whole.targetWidth()).isEqualTo(2);
    assertThat(whole.targetsPerStep()).isFalse();
  }

  @Test
  void givesTheClassesOfItsSteps() {
    Sequence tokens = Sequence.ofTokens(new int[] {4, 0, 9}).withLabels(2, 5, 3);
    assertThat(tokens.label(0)).isEqualTo(2);
    assertThat(tokens.label(2)).isEqualTo(3);
    assertThat(tokens.largestLabel()).isEqualTo(5);
    assertThat(tokens.largestToken()).isEqualTo(9);
    assertThat(tokens.featureWidth()).isZero();
    assertThat(Sequence.ofTokens(new int[0]).largestToken()).isEqualTo(-1);
    assertThat(Sequence.ofTokens(new int[0]).withLabels().largestLabel()).isEqualTo(-1);
  }

  @Test
  void mayHaveNoStep() {
    assertThat(Sequence.of(new float[0][]).length()).isZero();
    assertThat(Sequence.of(new float[0][]).featureWidth()).isZero();
  }

  @Test
  void dataSetsHaveTheWidestOfEach() {
    Sequences tokens =
        Sequences.of(
            List.of(
                Sequence.ofTokens(new int[] {4, 1}).withLabel(2),
                Sequence.ofTokens(new int[] {6}).withLabel(1)));
    assertThat(tokens.shape()).isEqualTo(new DataShape(true, 7, Loss.Targets.CLASSES, 3, false));
    assertThat(tokens.get(1).largestToken()).isEqualTo(6);
    assertThat(Sequences.of(List.of(NUMBERS)).shape())
        .isEqualTo(new DataShape(false, 2, Loss.Targets.NUMBERS, 3, true));
  }

  @Test
  void dataSetsTakeSequencesOfNoStepFirstOrLast() {
    Sequence empty = Sequence.of(new float[0][]).withTargets(new float[0][]);
    DataShape shape = new DataShape(false, 2, Loss.Targets.NUMBERS, 3, true);
    assertThat(Sequences.of(List.of(empty, NUMBERS)).shape()).isEqualTo(shape);
    assertThat(Sequences.of(List.of(NUMBERS, empty)).shape()).isEqualTo(shape);
    Sequence narrow = Sequence.of(new float[][] {{1}}).withTargets(new float[][] {{1, 2, 3}});
    assertThatThrownBy(() -> Sequences.of(List.of(NUMBERS, narrow)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "all sequences must look alike, sequence 0 is DataShape[tokens=false, inputWidth=2,"
                + " targets=NUMBERS, targetWidth=3, targetsPerStep=true], sequence 1 is"
                + " DataShape[tokens=false, inputWidth=1, targets=NUMBERS, targetWidth=3,"
                + " targetsPerStep=true]");
  }

  @Test
  void chunksKnowTheirSequenceAndPlace() {
    Sequence five = Sequence.ofTokens(new int[5]).withLabels(new int[5]);
    Sequence four = Sequence.ofTokens(new int[4]).withLabels(new int[4]);
    Chunks chunks = Chunks.of(List.of(five, four), 2);
    assertThat(chunks.size()).isEqualTo(5);
    assertThat(chunks.sequenceOf(2)).isZero();
    assertThat(chunks.firstStep(2)).isEqualTo(4);
    assertThat(chunks.length(2)).isEqualTo(1);
    assertThat(chunks.sequenceOf(4)).isEqualTo(1);
    assertThat(chunks.firstStep(4)).isEqualTo(2);
  }

  @Test
  void aTextMayHaveOnePairForEachTrack() {
    assertThat(Chunks.ofTokens(new int[] {1, 2, 3}, 2, 5).sequences()).isEqualTo(2);
    assertThatThrownBy(() -> Chunks.ofTokens(new int[] {1, 2, 3}, 3, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a text needs more tokens than tracks, tokens=3, tracks=3; use a longer text or a"
                + " smaller batch");
  }
}
