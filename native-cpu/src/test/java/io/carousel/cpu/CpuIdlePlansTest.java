package io.carousel.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.Backends;
import io.carousel.bindings.HostMemory;
import io.carousel.data.Bucketing;
import io.carousel.data.Sequence;
import io.carousel.data.Sequences;
import io.carousel.model.NetworkSpec;
import io.carousel.predict.Evaluator;
import io.carousel.predict.Model;
import io.carousel.predict.Predictor;
import io.carousel.predict.StreamState;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Plans that are kept for later make way for what is needed now. */
class CpuIdlePlansTest {
  private static final long MIB = 1L << 20;
  private static final Model MODEL =
      Model.fresh(NetworkSpec.input(4).lstm(64).finalState().dense(1), 1);

  @BeforeAll
  static void assume() {
    ChildJvm.assumeKernels();
  }

  private static Backend limitedTo(long bytes) {
    return Backends.open("cpu", BackendOptions.defaults().withMemoryLimit(bytes));
  }

  private static float[][] steps(int count) {
    float[][] steps = new float[count][4];
    for (int t = 0; t < count; t++) {
      steps[t][t % 4] = (float) Math.sin(t);
    }
    return steps;
  }

  @Test
  void shouldPredictEveryLengthThatFitsAlone() {
    long before = HostMemory.totalBytes();
    try (Backend backend = limitedTo(16 * MIB);
        Predictor predictor = MODEL.predictor(backend)) {
      for (int length = 1; length <= 400; length++) {
        predictor.predict(steps(length));
      }
      assertThat(HostMemory.totalBytes() - before).isLessThan(17 * MIB);
    }
    assertThat(HostMemory.totalBytes()).isEqualTo(before);
  }

  @Test
  void shouldTakeIdlePlansFromAnotherPredictor() {
    try (Backend backend = limitedTo(4 * MIB);
        Predictor first = MODEL.predictor(backend);
        Predictor second = MODEL.predictor(backend)) {
      float[] expected = first.predict(steps(1000));
      assertThat(second.predict(steps(1000))).isEqualTo(expected);
      assertThat(first.predict(steps(1000))).isEqualTo(expected);
    }
  }

  @Test
  void shouldRunABatchInPartsWhereItDoesNotFit() {
    Sequences data = Sequences.of(Collections.nCopies(61, Sequence.of(steps(300))));
    try (Backend backend = limitedTo(8 * MIB);
        Predictor predictor = MODEL.predictor(backend)) {
      float alone = predictor.predict(steps(300))[0];
      List<Integer> seen = new ArrayList<>();
      List<String> lines =
          LogLines.of(
              Evaluator.class,
              () ->
                  predictor.predict(
                      Bucketing.inOrder(data, 64),
                      (example, rows) -> {
                        seen.add(example);
                        assertThat(rows[0][0]).isCloseTo(alone, Offset.offset(1e-5f));
                      }));
      assertThat(lines)
          .containsExactly(
              "INFO a batch does not fit the memory limit and is run in parts, sequences=61, now=31");
      assertThat(seen).hasSize(61).doesNotHaveDuplicates();
    }
  }

  @Test
  void shouldShareThePlansOfLongSequences() {
    long before = HostMemory.totalBytes();
    try (Backend backend = Backends.named("cpu");
        Predictor predictor = MODEL.predictor(backend)) {
      predictor.predict(steps(1152));
      long one = HostMemory.totalBytes() - before;
      for (int length = 1025; length < 1152; length++) {
        predictor.predict(steps(length));
      }
      // One more at most: full lengths have a plan of their own.
      assertThat(HostMemory.totalBytes() - before).isLessThan(2 * one + MIB);
    }
  }

  @Test
  void shouldAdvanceAStreamByManyStepsAsByFew() {
    try (Backend backend = Backends.named("cpu");
        Predictor predictor =
            Model.fresh(NetworkSpec.input(4).lstm(8).dense(1), 1).predictor(backend)) {
      float[][] all = steps(1100);
      StreamState start = predictor.start();
      float[][] atOnce = predictor.advance(start, Sequence.of(all)).rows();
      StreamState state = start;
      assertThat(atOnce).hasNumberOfRows(1100);
      for (int t = 0; t < all.length; t++) {
        var one = predictor.advance(state, all[t]);
        assertThat(one.rows()[0][0]).isCloseTo(atOnce[t][0], Offset.offset(1e-5f));
        state = one.next();
      }
    }
  }

  /** Each takes plans of the other, which must never be the one that is running. */
  @Test
  void shouldGiveBackPlansToOtherThreadsWithoutAWrongNumber() throws Exception {
    int longest = 300;
    float[] expected = new float[longest + 1];
    try (Backend backend = Backends.named("cpu");
        Predictor predictor = MODEL.predictor(backend)) {
      for (int length = 1; length <= longest; length++) {
        expected[length] = predictor.predict(steps(length))[0];
      }
    }
    long before = HostMemory.totalBytes();
    ExecutorService pool = Executors.newFixedThreadPool(3);
    try (Backend backend = limitedTo(8 * MIB)) {
      List<Future<?>> callers = new ArrayList<>();
      for (int seed = 0; seed < 3; seed++) {
        Random random = new Random(seed);
        callers.add(pool.submit(() -> predictAll(backend, random, expected)));
      }
      for (Future<?> caller : callers) {
        caller.get(2, TimeUnit.MINUTES);
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(HostMemory.totalBytes()).isEqualTo(before);
  }

  private static void predictAll(Backend backend, Random random, float[] expected) {
    try (Predictor predictor = MODEL.predictor(backend)) {
      for (int i = 0; i < 400; i++) {
        int length = 1 + random.nextInt(expected.length - 1);
        assertThat(predictor.predict(steps(length))[0])
            .isCloseTo(expected[length], Offset.offset(1e-5f));
      }
    }
  }
}
