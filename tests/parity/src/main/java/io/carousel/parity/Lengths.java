package io.carousel.parity;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** How the lengths of a batch's sequences are spread from 0 to T. */
enum Lengths {
  /** All T, in a plan that is not ragged. */
  FULL,
  /** All T, in a ragged plan. */
  FULL_IN_RAGGED,
  /** The last one is one step short, or empty where T is 1. */
  ONE_SHORT,
  /** Every second sequence is empty. */
  ZEROS_AMONG,
  /** All are empty but the last. */
  ONE_LEFT,
  /** Anything from 0 to T, in no order. */
  UNSORTED,
  /** All 1. */
  ALL_ONE;

  boolean ragged() {
    return this != FULL;
  }

  List<Integer> of(int steps, int sequences) {
    return IntStream.range(0, sequences).mapToObj(n -> length(n, steps, sequences)).toList();
  }

  private int length(int n, int steps, int sequences) {
    return switch (this) {
      case FULL, FULL_IN_RAGGED -> steps;
      case ONE_SHORT -> n == sequences - 1 ? steps - 1 : steps;
      case ZEROS_AMONG -> n % 2 == 0 ? 0 : steps - n % 3 * steps / 4;
      case ONE_LEFT -> n == sequences - 1 ? steps : 0;
      case UNSORTED -> (int) ((n * 7L + 5) * 11 % (steps + 1));
      case ALL_ONE -> 1;
    };
  }

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static int[] array(List<Integer> lengths) {
    return lengths.stream().mapToInt(Integer::intValue).toArray();
  }

  /** How many sequences have a step at all. */
  static int count(List<Integer> lengths) {
    return (int) Arrays.stream(array(lengths)).filter(length -> length > 0).count();
  }
}
