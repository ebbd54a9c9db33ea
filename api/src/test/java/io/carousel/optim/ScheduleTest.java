package io.carousel.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static double at(Schedule schedule, double epochs) {
    return schedule.factor(new Schedule.Progress(epochs, 0, 1));
  }

  private static double afterUpdates(Schedule schedule, long updates) {
    return schedule.factor(new Schedule.Progress(0, updates, 1));
  }

  @Test
  void aConstantScheduleStaysAtOne() {
    assertThat(at(Schedule.constant(), 1000)).isEqualTo(1);
  }

  @Test
  void stepsComeAtTheirEpochsAndNotBefore() {
    Schedule schedule = Schedule.step(6, 2, 0.5);
    assertThat(at(schedule, 5.99)).isEqualTo(1);
    assertThat(at(schedule, 6)).isEqualTo(0.5);
    assertThat(at(schedule, 7.99)).isEqualTo(0.5);
    assertThat(at(schedule, 8)).isEqualTo(0.25);
    assertThat(at(schedule, 10.5)).isEqualTo(0.125);
  }

  @Test
  void anExponentialScheduleFallsWithEveryUpdate() {
    Schedule schedule = Schedule.exponential(0.25);
    assertThat(at(schedule, 0)).isEqualTo(1);
    assertThat(at(schedule, 0.5)).isEqualTo(0.5);
    assertThat(at(schedule, 2)).isEqualTo(0.0625);
  }

  /** (1 + cos(pi / 3)) / 2 = 3/4 after a third of the way. */
  @Test
  void aCosineFallsToItsFloorAndStays() {
    assertThat(at(Schedule.cosine(6), 0)).isEqualTo(1);
    assertThat(at(Schedule.cosine(6), 2)).isCloseTo(0.75, within(1e-15));
    assertThat(at(Schedule.cosine(6), 3)).isCloseTo(0.5, within(1e-15));
    assertThat(at(Schedule.cosine(6), 6)).isZero();
    assertThat(at(Schedule.cosine(6), 60)).isZero();
    assertThat(at(new Schedule.Cosine(6, 0.2), 3)).isCloseTo(0.6, within(1e-15));
  }

  @Test
  void aPlateauScheduleFollowsItsReductionsDownToTheFloor() {
    Schedule schedule = new Schedule.Plateau(3, 0.1, 0.05);
    assertThat(schedule.factor(new Schedule.Progress(9, 0, 0.1))).isEqualTo(0.1);
    assertThat(schedule.factor(new Schedule.Progress(9, 0, 0.01))).isEqualTo(0.05);
  }

  @Test
  void warmUpRisesInALineAndThenFollows() {
    Schedule schedule = Schedule.warmUp(4, Schedule.constant());
    assertThat(afterUpdates(schedule, 0)).isEqualTo(0.25);
    assertThat(afterUpdates(schedule, 2)).isEqualTo(0.75);
    assertThat(afterUpdates(schedule, 3)).isEqualTo(1);
    assertThat(afterUpdates(schedule, 99)).isEqualTo(1);
    Schedule falling = Schedule.warmUp(4, Schedule.exponential(0.5));
    assertThat(falling.factor(new Schedule.Progress(1, 1, 1))).isEqualTo(0.25);
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    refused(() -> Schedule.step(-1, 1, 0.5), "after must not be negative, after=-1");
    refused(() -> Schedule.step(0, 0, 0.5), "every must be positive, every=0");
    refused(() -> Schedule.step(0, 1, 0), "factor must be above 0 and at most 1, factor=0.0");
    refused(() -> Schedule.exponential(1.5), "factor must be above 0 and at most 1, factor=1.5");
    refused(() -> Schedule.cosine(0), "epochs must be positive, epochs=0");
    refused(() -> new Schedule.Cosine(1, -1), "floor must be finite and not negative, floor=-1.0");
    refused(() -> Schedule.plateau(0, 0.5), "patience must be positive, patience=0");
    refused(() -> Schedule.warmUp(0, Schedule.constant()), "warmup must be positive, warmup=0");
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
