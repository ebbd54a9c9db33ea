package io.carousel.train;

import io.carousel.internal.Differences;
import io.carousel.internal.Require;
import io.carousel.internal.Shown;
import io.carousel.optim.Schedule;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a run must have in common with the one that it goes on from, beside the network and the
 * precision: its settings, and the data by their size and a hash of all their numbers.
 *
 * @param entries names and values in the order of a message
 */
public record TrainingSettings(Map<String, String> entries) {
  /** Of a run that has not begun: any may go on from it. */
  static final TrainingSettings NONE = new TrainingSettings(Map.of());

  private static final String SCHEDULE = "schedule";

  public TrainingSettings {
    entries.values().forEach(Objects::requireNonNull);
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  static TrainingSettings of(TrainingSpec spec, SeenData data) {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("loss", spec.loss().label());
    entries.put("optimizer", Shown.setting((Record) spec.update().optimizer()));
    entries.put("transforms", transforms(spec));
    entries.put(SCHEDULE, text(spec.schedule()));
    entries.put("batchSize", String.valueOf(spec.batchSize()));
    entries.put("accumulation", String.valueOf(spec.accumulation()));
    entries.put("seed", String.valueOf(spec.seed()));
    entries.put("training data", data.training());
    entries.put("validation data", data.validation());
    return new TrainingSettings(entries);
  }

  private static String transforms(TrainingSpec spec) {
    return Shown.list(
        spec.update().transforms().stream().map(rule -> Shown.setting((Record) rule)).toList());
  }

  /** A schedule as {@link #schedule} has it. */
  public static String text(Schedule schedule) {
    return Shown.setting((Record) schedule);
  }

  /** The schedule as text, for messages. */
  public String schedule() {
    return entries.getOrDefault(SCHEDULE, "none");
  }

  /** These settings, but for the schedule. */
  TrainingSettings withScheduleOf(TrainingSpec spec) {
    if (entries.isEmpty()) {
      return this;
    }
    Map<String, String> changed = new LinkedHashMap<>(entries);
    changed.put(SCHEDULE, text(spec.schedule()));
    return new TrainingSettings(changed);
  }

  /**
   * Throws unless a run with these may go on from one with those of a checkpoint.
   *
   * @throws IllegalArgumentException naming what differs
   */
  void requireSameAs(TrainingSettings checkpoint) {
    String differences = Differences.between(checkpoint.entries, entries);
    Require.that(
        checkpoint.entries.isEmpty() || differences.isEmpty(),
        () ->
            "a resumed run must have the settings and data of its checkpoint, "
                + differences
                + "; take those of the checkpoint, or start a new run");
  }
}
