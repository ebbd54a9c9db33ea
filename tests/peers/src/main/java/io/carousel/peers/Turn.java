package io.carousel.peers;

import java.util.ArrayList;
import java.util.List;

/** One kind of work of one worker, and the times it has taken, one number per round. */
final class Turn {
  private static final double WARM_UP_MILLIS = 400;
  private static final double TURN_MILLIS = 300;
  private static final int FEWEST = 3;
  private static final int MOST = 1000;

  private final WorkerProcess worker;
  private final String command;
  private final List<Double> rounds = new ArrayList<>();
  private int repeats = FEWEST;

  /**
   * A turn.
   *
   * @param command {@code train} or {@code infer}
   */
  Turn(WorkerProcess worker, String command) {
    this.worker = worker;
    this.command = command;
  }

  PeerKind kind() {
    return worker.kind();
  }

  String command() {
    return command;
  }

  /** The times of the rounds. */
  double[] rounds() {
    return rounds.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Runs until everything is compiled, and finds out how often the work fits into a turn. */
  void warmUp() {
    double spent = 0;
    double once = 0;
    for (int count = 1; spent < WARM_UP_MILLIS; count = Math.min(2 * count, MOST)) {
      double[] times = worker.ask(command, count);
      once = Statistic.MEDIAN.of(times);
      for (double time : times) {
        spent += time;
      }
    }
    repeats = (int) Math.min(MOST, Math.max(FEWEST, TURN_MILLIS / once));
  }

  /** Wakes the worker with one untimed repeat, then times. */
  void run(Statistic statistic) {
    worker.ask(command, 1);
    rounds.add(statistic.of(worker.ask(command, repeats)));
    worker.awaitQuiet();
  }
}
