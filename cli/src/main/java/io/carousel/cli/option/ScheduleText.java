package io.carousel.cli.option;

import io.carousel.optim.Schedule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Schedules as options write them. */
final class ScheduleText {
  private ScheduleText() {}

  /**
   * The schedule that a text describes, after a warm-up if there is one.
   *
   * @param epochs the run's epochs, over which a cosine falls unless it says otherwise
   * @param warmup updates, 0 for none
   */
  static Schedule parse(String text, int epochs, int warmup) {
    Setting s = Setting.parse("schedule", text);
    Map<String, Supplier<Schedule>> known = new LinkedHashMap<>();
    known.put("constant", () -> constant(s));
    known.put("step", () -> step(s));
    known.put("exponential", () -> exponential(s));
    known.put("cosine", () -> cosine(s, epochs));
    known.put("plateau", () -> plateau(s));
    Schedule schedule = Choice.of("schedule", s.name(), known).get();
    return warmup == 0 ? schedule : Schedule.warmUp(warmup, schedule);
  }

  private static Schedule constant(Setting s) {
    s.allowing();
    return Schedule.constant();
  }

  private static Schedule step(Setting s) {
    s.allowing("after", "every", "factor");
    return Schedule.step(s.whole("after", 10), s.whole("every", 1), s.number("factor", 0.5));
  }

  private static Schedule exponential(Setting s) {
    return Schedule.exponential(s.allowing("factor").number("factor", 0.95));
  }

  private static Schedule cosine(Setting s, int epochs) {
    s.allowing("epochs", "floor");
    return new Schedule.Cosine(s.whole("epochs", epochs), s.number("floor", 0));
  }

  private static Schedule plateau(Setting s) {
    s.allowing("patience", "factor", "floor");
    return new Schedule.Plateau(
        s.whole("patience", 3), s.number("factor", 0.5), s.number("floor", 0));
  }
}
