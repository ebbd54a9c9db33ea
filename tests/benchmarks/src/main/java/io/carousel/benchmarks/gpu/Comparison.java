package io.carousel.benchmarks.gpu;

import io.carousel.benchmarks.Shape;
import io.carousel.spi.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Carousel and, where it is, PyTorch: both are given each case, compared, and then timed. */
final class Comparison implements AutoCloseable {
  private static final Shape SMALL = new Shape(7, 4, 24, 40);

  private final Side own;
  private final Optional<Side> torch;
  private final Rounds rounds;

  Comparison(Side own, Optional<Side> torch, Rounds rounds) {
    this.own = own;
    this.torch = torch;
    this.rounds = rounds;
  }

  /** Measures a case, or says why that is not possible. */
  CaseResult measure(StepCase wanted) {
    try {
      Side.Loaded ours = own.load(wanted);
      Optional<Side.Loaded> theirs = torch.map(side -> side.load(wanted));
      List<Contender> contenders = new ArrayList<>(ours.contenders());
      Map<String, double[]> checks = new LinkedHashMap<>(ours.checks());
      theirs.ifPresent(
          loaded -> {
            contenders.addAll(loaded.contenders());
            checks.putAll(loaded.checks());
          });
      return CaseResult.of(
          wanted,
          rounds.measure(contenders),
          checks,
          Checks.agree(wanted.precision(), checks.values()),
          ours.notes(),
          theirs.map(Side.Loaded::notes).filter(notes -> !notes.isEmpty()).orElse(null));
    } catch (RuntimeException e) { // one case must not cost the others
      return CaseResult.failed(wanted, "failed: " + e.getMessage());
    }
  }

  /**
   * Compares a small step with the reference's, for every precision that is to be measured.
   *
   * @throws IllegalStateException if Carousel computes something else
   */
  void requireReference(Side reference, Collection<Precision> precisions) {
    double[] expected = check(reference, new StepCase(SMALL, Precision.STRICT, Part.STEP));
    for (Precision precision : precisions) {
      double[] actual = check(own, new StepCase(SMALL, precision, Part.STEP));
      if (!Checks.agree(precision, List.of(expected, actual))) {
        throw new IllegalStateException(
            "the losses of two steps must be the reference's before anything is timed, precision="
                + precision
                + ", losses="
                + Arrays.toString(actual)
                + ", expected="
                + Arrays.toString(expected)
                + "; run the parity tests");
      }
    }
  }

  private static double[] check(Side side, StepCase small) {
    return side.load(small).checks().get(CarouselSide.NAME);
  }

  @Override
  public void close() {
    torch.ifPresent(Side::close);
    own.close();
  }
}
