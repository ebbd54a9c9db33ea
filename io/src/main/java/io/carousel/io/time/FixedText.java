package io.carousel.io.time;

import java.util.LinkedHashMap;
import java.util.Map;

/** Fixed steps as people say them. */
final class FixedText {
  private static final Map<String, Long> UNITS = new LinkedHashMap<>();

  static {
    UNITS.put("week", 7 * TimeStep.DAY);
    UNITS.put("day", TimeStep.DAY);
    UNITS.put("hour", 3600 * TimeStep.SECOND);
    UNITS.put("minute", 60 * TimeStep.SECOND);
    UNITS.put("second", TimeStep.SECOND);
    UNITS.put("millisecond", 1_000_000L);
    UNITS.put("microsecond", 1000L);
  }

  private FixedText() {}

  /** {@code 1 hour}, {@code 15 minutes}. */
  static String of(long nanos) {
    for (Map.Entry<String, Long> unit : UNITS.entrySet()) {
      if (nanos % unit.getValue() == 0) {
        long count = nanos / unit.getValue();
        return count + " " + unit.getKey() + (count == 1 ? "" : "s");
      }
    }
    return nanos + " nanoseconds";
  }
}
