package io.carousel.peers.golden;

import io.carousel.model.Cell;
import io.carousel.model.Direction;
import io.carousel.model.LayerInstance;
import io.carousel.model.NetworkSpec;
import io.carousel.model.RecurrentSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A recurrent stack and a batch.
 *
 * @param shape what the file's name says of it
 * @param steps T
 * @param lengths l_n, from 1 to T: libtorch packs no empty sequence
 */
record GoldenCase(String shape, RecurrentSpec spec, int input, int steps, List<Integer> lengths) {

  /** Every cell in every shape. */
  static List<GoldenCase> all() {
    List<GoldenCase> cases = new ArrayList<>();
    for (Cell cell : Cell.values()) {
      cases.addAll(of(cell));
    }
    return cases;
  }

  private static List<GoldenCase> of(Cell cell) {
    RecurrentSpec four = RecurrentSpec.of(cell, 4);
    RecurrentSpec both = RecurrentSpec.of(cell, 5).withDirection(Direction.BIDIRECTIONAL);
    return List.of(
        new GoldenCase("plain", four, 5, 7, List.of(7, 7, 7)),
        new GoldenCase("one", RecurrentSpec.of(cell, 1), 1, 1, List.of(1)),
        new GoldenCase("wide", RecurrentSpec.of(cell, 33), 17, 4, List.of(4, 4, 4, 4, 4)),
        new GoldenCase("long", RecurrentSpec.of(cell, 7), 3, 33, List.of(33, 33)),
        new GoldenCase("layers", four.withLayers(2), 3, 6, List.of(6, 6, 6)),
        new GoldenCase("both", both, 3, 6, List.of(6, 6, 6)),
        new GoldenCase("ragged", four, 5, 9, List.of(3, 9, 1, 5)),
        new GoldenCase("ragged-both", both, 3, 8, List.of(1, 6, 8, 4)),
        new GoldenCase("ragged-both-layers", both.withLayers(2), 3, 7, List.of(5, 2, 7, 5, 1)));
  }

  String name() {
    return spec.cell().label() + "-" + shape;
  }

  int sequences() {
    return lengths.size();
  }

  boolean ragged() {
    return lengths.stream().anyMatch(length -> length != steps);
  }

  NetworkSpec network() {
    return NetworkSpec.input(input).then(spec);
  }

  List<LayerInstance> layers() {
    return network().instances();
  }

  int directions() {
    return spec.direction().count();
  }

  /** What a reader must know, sorted by name. */
  Map<String, String> metadata() {
    Map<String, String> all = new TreeMap<>();
    all.put("cell", spec.cell().name());
    all.put("direction", spec.direction().name());
    all.put("input", String.valueOf(input));
    all.put("hidden", String.valueOf(spec.hiddenSize()));
    all.put("layers", String.valueOf(spec.layers()));
    all.put("steps", String.valueOf(steps));
    all.put("lengths", lengths.stream().map(String::valueOf).collect(Collectors.joining(",")));
    return all;
  }
}
