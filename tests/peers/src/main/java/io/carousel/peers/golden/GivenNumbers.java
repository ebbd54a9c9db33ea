package io.carousel.peers.golden;

import io.carousel.model.LayerInstance;
import io.carousel.model.ParameterLayout;
import io.carousel.model.RecurrentLayout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What a golden file gives: weights of trained size under Carousel's names, x, h0, c0, and the
 * gradients of the loss by the outputs.
 */
final class GivenNumbers {
  /** R's spectral norm is about 1.15 times this. */
  private static final double RECURRENT_SIZE = 1.2;

  private static final double INPUT_SIZE = 1.5;
  private static final double BIAS_SIZE = 0.5;

  private GivenNumbers() {}

  /** The same numbers for the same case, always. */
  static Map<String, Numbers> of(GoldenCase subject) {
    SplittableRandom random = new SplittableRandom(subject.name().hashCode());
    Map<String, Numbers> all = new LinkedHashMap<>();
    for (ParameterLayout.Tensor tensor : ParameterLayout.of(subject.network()).tensors()) {
      double bound = bound(tensor, subject.spec().hiddenSize());
      long[] axes = tensor.shape().stream().mapToLong(Integer::longValue).toArray();
      all.put(tensor.name(), Numbers.uniform(random, bound, axes));
    }
    long t = subject.steps();
    long n = subject.sequences();
    long width = (long) subject.directions() * subject.spec().hiddenSize();
    all.put("x", Numbers.uniform(random, 1, t, n, subject.input()));
    all.put("dy", Numbers.uniform(random, 1, t, n, width));
    for (String state : states(subject, "h0", "c0", "dhT", "dcT")) {
      all.put(state, state(subject, random));
    }
    return all;
  }

  /** Those of these names that the cell has: the ones about c only if it has a cell state. */
  static List<String> states(GoldenCase subject, String... names) {
    boolean cell = subject.spec().cell().hasCellState();
    return List.of(names).stream().filter(name -> cell || name.contains("h")).toList();
  }

  private static Numbers state(GoldenCase subject, SplittableRandom random) {
    List<LayerInstance> layers = subject.layers();
    long blocks = (long) layers.size() * subject.directions();
    return Numbers.uniform(random, 0.8, blocks, subject.sequences(), subject.spec().hiddenSize());
  }

  private static double bound(ParameterLayout.Tensor tensor, int hidden) {
    String kind = tensor.name().substring(tensor.name().lastIndexOf('.') + 1);
    return switch (kind) {
      case RecurrentLayout.RECURRENT_WEIGHTS -> RECURRENT_SIZE / Math.sqrt(hidden);
      case RecurrentLayout.INPUT_WEIGHTS -> INPUT_SIZE / Math.sqrt(tensor.columns());
      case RecurrentLayout.BIAS, RecurrentLayout.RECURRENT_BIAS -> BIAS_SIZE;
      default -> throw new IllegalStateException("a tensor must have a size, tensor=" + kind);
    };
  }
}
