package io.carousel.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchesTest {
  /** One sequence of tokens per length, with the next token as label of each step. */
  private static Sequences ofLengths(int... lengths) {
    List<Sequence> sequences = new ArrayList<>();
    for (int length : lengths) {
      sequences.add(Sequence.ofTokens(new int[length]).withLabels(new int[length]));
    }
    return Sequences.of(sequences);
  }

  private static int[] examples(List<Batch> batches) {
    return batches.stream().flatMapToInt(b -> Arrays.stream(b.examples())).toArray();
  }

  @Test
  void shouldUseEveryExampleOnceAnEpoch() {
    Bucketing source = Bucketing.shuffled(ofLengths(3, 9, 1, 0, 5, 2, 8), 3, 7);
    int[] used = examples(source.epoch(0));
    Arrays.sort(used);
    assertThat(used).containsExactly(0, 1, 2, 3, 4, 5, 6);
  }

  @Test
  void shouldDealAnotherOrderEachEpochAndTheSameForTheSameSeed() {
    Sequences data = ofLengths(new int[50]);
    Bucketing source = Bucketing.shuffled(data, 4, 7);
    assertThat(examples(source.epoch(0))).isNotEqualTo(examples(source.epoch(1)));
    assertThat(examples(source.epoch(1)))
        .isEqualTo(examples(Bucketing.shuffled(data, 4, 7).epoch(1)))
        .isNotEqualTo(examples(Bucketing.shuffled(data, 4, 8).epoch(1)));
  }

  @Test
  void shouldPutSimilarLengthsTogether() {
    int[] lengths = new int[64];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = i;
    }
    Sequences data = ofLengths(lengths);
    long padded = 0;
    for (Batch batch : Bucketing.shuffled(data, 8, 1).epoch(0)) {
      padded += (long) batch.steps() * batch.examples().length;
    }
    assertThat(padded).isLessThan((long) (1.15 * data.totalSteps()));
  }

  @Test
  void shouldRoundPlanStepsUpByAnEighthAtMost() {
    for (int steps = 1; steps < 5000; steps++) {
      assertThat(Bucketing.planSteps(steps, 100_000)).isBetween(steps, steps + steps / 8);
    }
    assertThat(Bucketing.planSteps(129, 1000)).isEqualTo(144);
    assertThat(Bucketing.planSteps(129, 132)).isEqualTo(132);
  }

  @Test
  void shouldFillRowsWithoutAnExampleWithLengthZero() {
    HeapStaging staging = new HeapStaging(4, 3);
    staging.lengths().put(0, 9).put(1, 9).put(2, 9);
    Sequences data = ofLengths(4, 2);
    new Batch(new int[] {1, Batch.NONE}, null, 2).fill(data, staging);
    assertThat(staging.lengths().array()).containsExactly(2, 0, 0);
  }

  @Test
  void shouldCutChunksThatFollowTheirSequence() {
    Chunks chunks =
        Chunks.of(
            List.of(
                Sequence.ofTokens(1, 2, 3, 4, 5).withLabels(2, 3, 4, 5, 6),
                Sequence.ofTokens(7, 8).withLabels(8, 9)),
            2);
    assertThat(chunks.size()).isEqualTo(4);
    assertThat(new int[] {chunks.length(0), chunks.length(2), chunks.length(3)})
        .containsExactly(2, 1, 2);
    HeapStaging staging = new HeapStaging(2, 1);
    chunks.fill(staging, 0, 1);
    assertThat(staging.tokens().array()).containsExactly(3, 4);
    assertThat(staging.classes().array()).containsExactly(4, 5);
  }

  @Test
  void shouldCarryEachRowThroughItsSequenceAndThenTakeTheNext() {
    Sequence five = Sequence.ofTokens(new int[5]).withLabels(new int[5]);
    Sequence two = Sequence.ofTokens(new int[2]).withLabels(new int[2]);
    CarriedState source = CarriedState.of(Chunks.of(List.of(five, two, five), 2), 2);
    List<Batch> batches = source.epoch(0);
    int[][] rows = batches.stream().map(Batch::examples).toArray(int[][]::new);
    assertThat(rows).isDeepEqualTo(new int[][] {{0, 3}, {1, 4}, {2, 5}, {Batch.NONE, 6}});
    assertThat(batches.get(0).fresh()).containsExactly(true, true);
    assertThat(batches.get(1).fresh()).containsExactly(false, true);
    assertThat(batches.get(3).fresh()).containsExactly(false, false);
  }

  @Test
  void shouldCutTextIntoTracksThatLoseNoToken() {
    int[] tokens = new int[24];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = i;
    }
    Chunks chunks = Chunks.ofTokens(tokens, 4, 3);
    assertThat(chunks.totalSteps()).isEqualTo(23);
    assertThat(chunks.sequences()).isEqualTo(4);
  }

  @Test
  void shouldRefuseMoreTracksThanTokens() {
    assertThatThrownBy(() -> Chunks.ofTokens(new int[3], 4, 3))
        .hasMessage(
            "a text needs more tokens than tracks, tokens=3, tracks=4; use a longer text or a"
                + " smaller batch");
  }

  @Test
  void shouldRefuseSequencesThatDoNotLookAlike() {
    assertThatThrownBy(
            () ->
                Sequences.of(
                    List.of(
                        Sequence.of(new float[][] {{1, 2}}).withLabel(0),
                        Sequence.of(new float[][] {{1}}).withLabel(0))))
        .hasMessageStartingWith("all sequences must look alike, sequence 0 is DataShape[");
  }

  @Test
  void shouldRefuseTargetsThatAreNotAsManyAsTheSteps() {
    assertThatThrownBy(() -> Sequence.ofTokens(1, 2).withLabels(1))
        .hasMessage("targets per step must be as many as the steps, targets=1, steps=2");
  }

  @Test
  void shouldCallABatchRaggedOnlyIfAStepIsMissing() {
    Bucketing even = Bucketing.inOrder(ofLengths(3, 3), 2);
    assertThat(even.shape(even.epoch(0).get(0), Precision.STRICT))
        .isEqualTo(new PlanShape(3, 2, false, false, Precision.STRICT));
    Bucketing uneven = Bucketing.inOrder(ofLengths(3, 2), 2);
    assertThat(uneven.shape(uneven.epoch(0).get(0), Precision.STRICT))
        .isEqualTo(new PlanShape(3, 2, true, false, Precision.STRICT));
  }
}
