package io.carousel.peers;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The times of all turns at one shape. */
record Times(Shape shape, List<Turn> turns, Statistic statistic) {
  /** One number for all rounds, in milliseconds. */
  double of(PeerKind kind, String command) {
    return turns.stream()
        .filter(turn -> turn.kind() == kind && turn.command().equals(command))
        .mapToDouble(turn -> statistic.of(turn.rounds()))
        .findFirst()
        .orElseThrow();
  }

  /** The times of each round. */
  Map<String, List<Double>> rounds() {
    Map<String, List<Double>> all = new LinkedHashMap<>();
    for (Turn turn : turns) {
      List<Double> times = Arrays.stream(turn.rounds()).map(ShapeResult::rounded).boxed().toList();
      all.put(turn.kind().label() + " " + turn.command(), times);
    }
    return all;
  }
}
