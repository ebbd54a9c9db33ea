package io.carousel.benchmarks.gpu;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Contenders in turn, there and back, so that a slow drift of the machine meets all alike. A turn
 * is a batch of steps with one wait at its end.
 *
 * @param rounds how many turns each gets
 * @param turnMillis how long a turn takes, about
 */
record Rounds(int rounds, double turnMillis) {
  private static final int FIRST = 6;
  private static final int FEWEST = 3;
  private static final int MOST = 4000;

  /** Warms all up, then measures; by name, in the order given. */
  Map<String, Timing> measure(List<Contender> contenders) {
    List<Turns> all = contenders.stream().map(Turns::new).toList();
    all.forEach(Turns::warmUp);
    List<Turns> order = new ArrayList<>(all);
    for (int round = 0; round < rounds; round++) {
      order.forEach(Turns::run);
      Collections.reverse(order);
    }
    Map<String, Timing> timings = new LinkedHashMap<>();
    all.forEach(turns -> timings.put(turns.contender.name(), Timing.of(turns.times)));
    return timings;
  }

  /** One contender's turns. */
  private final class Turns {
    private final Contender contender;
    private final List<Double> times = new ArrayList<>();
    private int count = FIRST;

    Turns(Contender contender) {
      this.contender = contender;
    }

    /** Everything is compiled and captured in the first steps; then a turn's length is found. */
    private void warmUp() {
      contender.milliseconds(FIRST);
      double spent = 0;
      while (spent < turnMillis) {
        double once = contender.milliseconds(count);
        spent += once;
        double fit = turnMillis * count / Math.max(once, 1e-3);
        count = (int) Math.max(FEWEST, Math.min(MOST, Math.min(fit, 4.0 * count)));
      }
    }

    private void run() {
      contender.milliseconds(1);
      times.add(contender.milliseconds(count) / count);
    }
  }
}
