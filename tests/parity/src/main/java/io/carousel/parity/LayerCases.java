package io.carousel.parity;

import io.carousel.model.Activation;
import io.carousel.model.Cell;
import io.carousel.model.Direction;
import io.carousel.model.NetworkSpec;
import io.carousel.model.RecurrentSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The layers. Recurrent layers have eight settings, whose product is too much to run; for each cell
 * every pair of values of two other settings occurs in some case (except what {@link #runnable}
 * leaves out), chosen by {@link Pairwise}, the cheaper case first.
 */
final class LayerCases {
  static final List<Integer> STEPS = List.of(1, 7, 33);
  static final List<Integer> SEQUENCES = List.of(1, 3, 32);
  static final List<Integer> WIDTHS = List.of(1, 5, 13, 64, 127);

  /** Multiples of 8, which tensor cores take as they are, and one that is none. */
  static final List<Integer> ROUNDED_WIDTHS = List.of(13, 64);

  /** How many activations of relu a case may have; see {@link #runnable}. */
  private static final int KINKS = 1000;

  private LayerCases() {}

  static List<LayerCase> all() {
    List<LayerCase> cases = new ArrayList<>(recurrent());
    cases.addAll(large());
    cases.addAll(others());
    return cases;
  }

  /**
   * Those for precisions with rounded factors. Their tolerance is that of many numbers: few units
   * may by chance be the small rests of large terms, or enlarge what they are fed.
   */
  static List<LayerCase> rounded() {
    List<LayerCase> many = product();
    many.removeIf(one -> !ROUNDED_WIDTHS.containsAll(List.of(spec(one).hiddenSize(), width(one))));
    List<LayerCase> cases = cover(many);
    others().stream().filter(one -> one.steps() > 1).forEach(cases::add);
    return cases;
  }

  private static int width(LayerCase one) {
    return one.layer().inputWidth();
  }

  static List<LayerCase> recurrent() {
    return cover(product());
  }

  /** Every pair of values of two settings for each cell. */
  private static List<LayerCase> cover(List<LayerCase> product) {
    product.sort(Comparator.comparingLong(LayerCases::cost));
    List<LayerCase> cases = new ArrayList<>();
    for (Cell cell : Cell.values()) {
      List<LayerCase> own = product.stream().filter(c -> spec(c).cell() == cell).toList();
      cases.addAll(Pairwise.cover(own, LayerCases::settings));
    }
    return cases;
  }

  static List<LayerCase> product() {
    List<LayerCase> cases = new ArrayList<>();
    for (Cell cell : Cell.values()) {
      for (Direction direction : Direction.values()) {
        for (int input : WIDTHS) {
          for (int hidden : WIDTHS) {
            RecurrentSpec spec = RecurrentSpec.of(cell, hidden).withDirection(direction);
            addShapes(cases, NetworkSpec.input(input).then(spec));
          }
        }
      }
    }
    return cases;
  }

  private static void addShapes(List<LayerCase> cases, NetworkSpec network) {
    for (int steps : STEPS) {
      for (int sequences : SEQUENCES) {
        for (Lengths pattern : Lengths.values()) {
          for (boolean stateful : new boolean[] {false, true}) {
            LayerCase one = new LayerCase(network, steps, sequences, pattern, stateful);
            if (runnable(one)) {
              cases.add(one);
            }
          }
        }
      }
    }
  }

  /**
   * Leaves out what an honest backend may fail: a few outputs may by chance be the small rests of
   * large terms; and relu has a kink, so where one of very many sums stands within rounding of 0,
   * the two sides take different slopes.
   */
  private static boolean runnable(LayerCase one) {
    RecurrentSpec spec = spec(one);
    int units = spec.hiddenSize() * spec.direction().count();
    int valid = one.lengths().stream().mapToInt(Integer::intValue).sum();
    int all = units * one.steps() * one.sequences();
    return valid * units >= Scale.FEW && (!Kinks.relu(spec.cell()) || all <= KINKS);
  }

  private static RecurrentSpec spec(LayerCase one) {
    return (RecurrentSpec) one.layer().spec();
  }

  static List<Object> settings(LayerCase one) {
    RecurrentSpec spec = spec(one);
    return List.of(
        spec.cell(),
        spec.direction(),
        one.steps(),
        one.sequences(),
        one.layer().inputWidth(),
        spec.hiddenSize(),
        one.pattern(),
        one.stateful());
  }

  /** Multiplications of one forward run. */
  static long cost(LayerCase one) {
    RecurrentSpec spec = spec(one);
    long rows = (long) one.steps() * one.sequences() * spec.direction().count();
    long gates = (long) spec.cell().gates().size() * spec.hiddenSize();
    return rows * gates * (one.layer().inputWidth() + spec.hiddenSize());
  }

  /**
   * Recurrent layers of more than 1 MFLOP per time step, which a backend may run in another way
   * than small ones where all lengths are full. Few steps, since they only have to be large.
   */
  static List<LayerCase> large() {
    List<LayerCase> cases = new ArrayList<>();
    for (Direction direction : Direction.values()) {
      for (boolean stateful : new boolean[] {false, true}) {
        cases.add(large(Cell.LSTM, 64, direction, stateful));
        cases.add(large(Cell.GRU, 72, direction, stateful));
        cases.add(large(Cell.RNN_TANH, 127, direction, stateful));
      }
    }
    return cases;
  }

  private static LayerCase large(Cell cell, int hidden, Direction direction, boolean stateful) {
    RecurrentSpec spec = RecurrentSpec.of(cell, hidden).withDirection(direction);
    return new LayerCase(NetworkSpec.input(5).then(spec), 4, 32, Lengths.FULL, stateful);
  }

  private static List<LayerCase> others() {
    List<LayerCase> cases = new ArrayList<>();
    NetworkSpec wide = NetworkSpec.input(13);
    for (Lengths pattern : Lengths.values()) {
      cases.add(new LayerCase(wide.dropout(0.3), 7, 3, pattern, false));
      cases.add(new LayerCase(wide.lastPosition(), 7, 3, pattern, false));
      cases.add(new LayerCase(wide.meanOverTime(), 33, 3, pattern, false));
      cases.add(new LayerCase(wide.maxOverTime(), 7, 3, pattern, false));
      cases.add(new LayerCase(NetworkSpec.tokens(11).embedding(5), 7, 3, pattern, false));
    }
    for (Activation activation : Activation.values()) {
      cases.add(new LayerCase(wide.dense(5, activation), 7, 3, Lengths.UNSORTED, false));
      cases.add(new LayerCase(wide.dense(1, activation), 1, 1, Lengths.FULL, false));
    }
    cases.add(new LayerCase(NetworkSpec.input(127).dense(64), 33, 32, Lengths.ONE_SHORT, false));
    cases.add(new LayerCase(NetworkSpec.input(64).dropout(0.9), 33, 32, Lengths.UNSORTED, false));
    cases.add(new LayerCase(NetworkSpec.tokens(3).embedding(127), 33, 32, Lengths.UNSORTED, false));
    return cases;
  }
}
