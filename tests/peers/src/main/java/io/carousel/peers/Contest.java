package io.carousel.peers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The workers, and what they do in turn: while one works, the others do nothing at all. */
final class Contest implements AutoCloseable {
  private final int threads;
  private final int rounds;
  private final Statistic statistic;
  private final List<WorkerProcess> workers = new ArrayList<>();
  private final Map<String, String> descriptions = new LinkedHashMap<>();
  private double peakGflops;

  Contest(int threads, int rounds, Statistic statistic) {
    this.threads = threads;
    this.rounds = rounds;
    this.statistic = statistic;
    for (PeerKind kind : PeerKind.values()) {
      workers.add(WorkerProcess.start(kind, threads));
    }
  }

  /** What each peer says it is, at the last shape. */
  Map<String, String> descriptions() {
    return Map.copyOf(descriptions);
  }

  /** The highest rate of multiply-adds seen so far, in GFLOP/s: none is reached by accident. */
  double peakGflops() {
    return peakGflops;
  }

  /** Checks every peer, then measures all of them. */
  Times run(Shape shape) {
    check(shape);
    List<Turn> turns = new ArrayList<>();
    for (WorkerProcess worker : workers) {
      if (worker.kind().trains()) {
        turns.add(new Turn(worker, "train"));
      }
      turns.add(new Turn(worker, "infer"));
    }
    turns.forEach(Turn::warmUp);
    measurePeak();
    runRounds(turns);
    return new Times(shape, turns, statistic);
  }

  private void check(Shape shape) {
    Expected expected = Expected.ofReference(shape);
    for (WorkerProcess worker : workers) {
      worker.load(expected.shape(), threads);
      expected.check(worker);
      descriptions.put(worker.kind().label(), worker.load(shape, threads));
    }
    Expected whole = Expected.ofWorker(workers.get(0), shape);
    workers.subList(1, workers.size()).forEach(whole::check);
  }

  /** Any worker can find it out. */
  private void measurePeak() {
    workers.forEach(WorkerProcess::awaitQuiet);
    peakGflops = Math.max(peakGflops, workers.get(0).ask("peak", threads)[0]);
  }

  /** There and back, so that a slow drift of the machine meets all alike. */
  private void runRounds(List<Turn> turns) {
    List<Turn> order = new ArrayList<>(turns);
    workers.forEach(WorkerProcess::awaitQuiet);
    for (int round = 0; round < rounds; round++) {
      order.forEach(turn -> turn.run(statistic));
      Collections.reverse(order);
    }
  }

  @Override
  public void close() {
    workers.forEach(WorkerProcess::close);
  }
}
