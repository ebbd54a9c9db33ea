package io.carousel.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.Backends;
import io.carousel.Backends.Found;
import io.carousel.parity.float32.Float32Provider;
import io.carousel.spi.Availability.Available;
import io.carousel.spi.Backend;
import io.carousel.spi.NumberType;
import io.carousel.spi.Parameters.Block;
import io.carousel.train.Checkpoint;
import io.carousel.train.Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Runs that move from any backend to any other; those with the reference are in the suite. */
class ExchangeTest {
  private static final TrajectoryCase COURSE = TrajectoryCases.forecast();

  @TestFactory
  Stream<DynamicTest> runsMoveBetweenBackendsThatAreNotTheReference() {
    List<String> names =
        Backends.found().stream()
            .filter(f -> f.availability() instanceof Available)
            .map(Found::name)
            .filter(name -> !name.equals(ParitySuite.REFERENCE))
            .toList();
    List<DynamicTest> tests = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      for (String other : names.subList(i + 1, names.size())) {
        String one = names.get(i);
        tests.add(DynamicTest.dynamicTest(one + " and " + other, () -> compare(one, other)));
      }
    }
    return tests.stream();
  }

  private static void compare(String one, String other) {
    try (Backend first = Backends.named(one);
        Backend second = Backends.named(other)) {
      Pair pair = new Pair(first, second, options -> Backends.open(other, options));
      for (TrajectoryCase course : TrajectoryCases.all()) {
        assertThat(ParitySuite.run(pair, new ExchangeCase(course)).failures()).isEmpty();
      }
    }
  }

  private static Checkpoint checkpoint(String backend) {
    try (Backend opened = Backends.named(backend);
        Trainer trainer = COURSE.trainer(opened)) {
      COURSE.run(trainer, 2);
      return trainer.checkpoint();
    }
  }

  /** What restoring a checkpoint logs, and what a checkpoint taken at once says. */
  private record Restored(List<String> log, Checkpoint checkpoint) {
    static Restored on(String backend, Checkpoint checkpoint) {
      List<String> lines = new ArrayList<>();
      Logger logger = Logger.getLogger("io.carousel.train");
      Handler handler = new Lines(lines);
      logger.addHandler(handler);
      try (Backend opened = Backends.named(backend);
          Trainer trainer = COURSE.trainer(opened)) {
        trainer.restore(checkpoint);
        return new Restored(lines, trainer.checkpoint());
      } finally {
        logger.removeHandler(handler);
      }
    }
  }

  private static final class Lines extends Handler {
    private final List<String> lines;

    Lines(List<String> lines) {
      this.lines = lines;
    }

    @Override
    public void publish(LogRecord line) {
      lines.add(line.getLevel() + " " + line.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void fromFloat64ToFloat32NumbersAreRoundedAndThatIsSaid() {
    Checkpoint wide = checkpoint(ParitySuite.REFERENCE);
    Restored restored = Restored.on(Float32Provider.NAME, wide);
    assertThat(restored.log())
        .containsExactly(
            "WARNING resumed on float32 (float32) a run kept on reference (float64): its numbers are"
                + " rounded, but the continuation is not bit-equal");
    assertThat(restored.checkpoint().type()).isEqualTo(NumberType.F32);
    double[] before = wide.blocks().get(Block.FIRST_MOMENT);
    double[] after = restored.checkpoint().blocks().get(Block.FIRST_MOMENT);
    for (int i = 0; i < before.length; i++) {
      assertThat(after[i]).isEqualTo((float) before[i]);
    }
    assertThat(after).isNotEqualTo(before);
  }

  @Test
  void fromFloat32ToFloat64NumbersStayAndThatIsSaid() {
    Checkpoint narrow = checkpoint(Float32Provider.NAME);
    Restored restored = Restored.on(ParitySuite.REFERENCE, narrow);
    assertThat(restored.log())
        .containsExactly(
            "INFO resumed on reference (float64) a run kept on float32 (float32): its numbers are"
                + " exact, but the continuation is not bit-equal");
    assertThat(restored.checkpoint().type()).isEqualTo(NumberType.F64);
    narrow
        .blocks()
        .forEach((k, v) -> assertThat(restored.checkpoint().blocks().get(k)).isEqualTo(v));
  }

  @Test
  void inTheSameTypeNumbersStayAndThatIsSaid() {
    Checkpoint narrow = checkpoint(Float32Provider.NAME);
    Checkpoint foreign =
        new Checkpoint(
            narrow.network(),
            narrow.settings(),
            "gpu",
            narrow.type(),
            narrow.precision(),
            narrow.state(),
            narrow.blocks(),
            narrow.bestWeights(),
            narrow.carried());
    Restored restored = Restored.on(Float32Provider.NAME, foreign);
    assertThat(restored.log())
        .containsExactly(
            "INFO resumed on float32 (float32) a run kept on gpu (float32): its numbers are exact,"
                + " but the continuation is not bit-equal");
    assertThat(restored.checkpoint().backend()).isEqualTo(Float32Provider.NAME);
  }

  @Test
  void onTheSameBackendNothingIsSaid() {
    Checkpoint wide = checkpoint(ParitySuite.REFERENCE);
    assertThat(Restored.on(ParitySuite.REFERENCE, wide).log()).isEmpty();
  }

  @Test
  void whatIsTooLargeForFloat32IsRefused() {
    Checkpoint wide = checkpoint(ParitySuite.REFERENCE);
    wide.blocks().get(Block.FIRST_MOMENT)[3] = 1e39;
    assertThatThrownBy(() -> Restored.on(Float32Provider.NAME, wide))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a run must fit float32 to go on on float32, block=FIRST_MOMENT, index=3, value=1.0E39;"
                + " resume it on the backend that kept it");
  }
}
