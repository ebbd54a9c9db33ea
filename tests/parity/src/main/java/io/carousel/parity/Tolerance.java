package io.carousel.parity;

import io.carousel.spi.Precision;
import java.util.Locale;

/**
 * How far a result may be from the reference: the distance relative to the tensor's norm, and with
 * it a bound for each element.
 *
 * <p><b>Strict precision.</b> The contract's function is
 *
 * <pre>
 *   c * eps * ceil(log2(K * T))        K = accumulation length, T = time steps, eps = 2^-23
 * </pre>
 *
 * <p>doubled for gradients. The constant is argued for, not tuned. All of the following is relative
 * to the norm, in units of eps, and follows the random walk that independent roundings make; the
 * worst case (all roundings of one sign) would give K instead of its root, and never happens.
 *
 * <ol>
 *   <li><b>Sums.</b> K products added one after the other: the partial sum after k terms is about
 *       sqrt(k) terms large and is rounded by up to eps/2 of itself, by 0.3 eps on average. The
 *       errors' norm is 0.3 K / sqrt(2), the sum's is sqrt(K), the ratio 0.2 sqrt(K). Against
 *       log2(K) this is largest for the longest sums: 1.1 log2(K) at K = 4096. Sums over lanes or
 *       blocks are better.
 *   <li><b>Functions.</b> Vectorized sigmoid and tanh may be wrong by 4e-7 = 3.4 eps, by a third of
 *       that on average; gates are about 0.5, so 2.3 for each, and four go into an h: 4.6.
 *   <li><b>Time.</b> The error of h_{t-1} goes on into h_t. Without any forgetting T errors add up
 *       like sqrt(T), which stays below (4/3) log2(T) up to T = 64; forgetting makes it less. R of
 *       trained size (spectral norm 1.2) may enlarge the error on the way; the slopes of the gates,
 *       at most 1/4 for sigmoids, shrink it.
 * </ol>
 *
 * <p>A single step has 4.6 + 1.1 log2(K); the smallest K here is 3, where ceil(log2(K)) is 2, so c
 * must be at least 3.4 for one step. Over 33 steps without forgetting it is sqrt(33) * 4.6 = 26
 * from functions and, with K = 255, sqrt(33) * 0.2 sqrt(255) = 18 from sums, together 32 against
 * ceil(log2(33 * 255)) = 14, so 2.3; with K = 3 it is 27 against 7, so 3.8. The factor 2 for what
 * the argument calls "about" gives <b>c = 8</b>. Backward meets forward's errors once more beside
 * its own, hence the doubling.
 *
 * <p>Layers one behind the other add their tolerances; so do updates, as each starts from weights
 * that already differ and adds its own error to them (a step of stable training shrinks old errors
 * rather than enlarging them).
 *
 * <p>Measured by this module's tests over all tensors of the suite: plain float loops, summing one
 * after the other, use at most 0.15 of the tolerance (0.09 where a tensor is not a single number);
 * with sigmoid and tanh made wrong by up to 4e-7 on purpose it is 0.96 for an RNN of a single unit
 * that enlarges what it is fed (R = 1.2), and below 0.5 for all others. Factors cut as in TF32 are
 * beyond it by 59 in the median, rounded to bfloat16 by 273, sigmoids wrong by up to 1e-4 by 9.
 *
 * <p><b>Other precisions.</b> Factors of matrix products are rounded, sums stay float32; so layers
 * with products get, beside the above,
 *
 * <pre>
 *   r * u * sqrt(1 + 0.3 * (T - 1))    u = Precision.unitRoundoff(), T = 1 where nothing is fed back
 * </pre>
 *
 * <p>also doubled for gradients. All other layers, losses and updates get nothing. In units of u,
 * and relative to the norm again:
 *
 * <ol>
 *   <li><b>Factors.</b> Rounding to the nearest moves a number by up to 1 of itself, by 0.43 on
 *       average: evenly within its spacing, 1 / sqrt(3), which is 0.74 where leading digits are
 *       spread as they usually are. Two factors make 0.6 for a product. The errors of K products
 *       add up like sqrt(K), and so do the products: 0.6 for every K, no logarithm. Cutting
 *       instead, as TF32 hardware may, makes each factor smaller by 0.72 on average and a product
 *       by 1.44; that is the same share of every term, thus of every sum. With the 0.6 around it,
 *       1.56.
 *   <li><b>Storage.</b> In fp16 and bf16 a recurrent layer may round what it keeps by 0.43 each: W
 *       x and R h before they are added, gates, c and h. So the sum inside a gate has sqrt(0.6^2 +
 *       2 * 0.43^2) = 0.85, which i and g pass on with slopes of at most 1 relative to them, and an
 *       h has sqrt(2 * 0.85^2 + 5 * 0.43^2) = 1.54 from one step: i, g, o, c and h themselves
 *       stored.
 *   <li><b>Time.</b> These errors are shares of the terms they come with, so a sum over time has
 *       the share that its terms have. But what is carried on (h, c, and their gradients) goes
 *       through one more product and is stored once more in each step, 0.85 again. If nothing were
 *       forgotten and nothing new came, T steps would have sqrt(1.54^2 + 0.85^2 (T - 1)) = 1.54
 *       sqrt(1 + 0.3 (T - 1)). R of trained size may enlarge an error, but with it the number that
 *       has it; squashing shrinks both. Single units, where one may go without the other, are left
 *       out, and so are gradients by {@link Kinks}.
 * </ol>
 *
 * <p>So r must be at least 1.56, and the factor 2 for "about" gives <b>r = 3</b>. Float16 has
 * nothing between multiples of 2^-24, so small numbers move by up to 2^-25 whatever their size;
 * what they are multiplied by here is about 1. So the same with {@link Precision#smallest} / 2 for
 * u is allowed to each element absolutely: 9e-8 for T = 1. For the other formats this is nothing.
 *
 * <p>Measured by this module's tests: a backend that rounds like that (and cuts in TF32) uses at
 * most 0.49 of it in a single step, and in longer sequences, where much is forgotten, at most 0.34.
 * A swapped gate is beyond it by 46 in bf16 and by 360 in the others.
 *
 * @param relative the bound on |actual - expected| / |expected|, in the Euclidean norm
 * @param absolute what is added to that for each element, in its own unit
 */
public record Tolerance(double relative, double absolute) {
  /** The same bits, or the same numbers where only numbers count. */
  public static final Tolerance EXACT = new Tolerance(0);

  /** The constant r; see above. */
  private static final double ROUNDING = 3;

  /** What each step adds to the square of the error, as a share of that of a single one. */
  private static final double CARRIED = 0.3;

  private static final double EPSILON = Math.ulp(1f);

  /** The constant c of strict precision; see above. */
  private static final double CONSTANT = 8;

  /**
   * How much worse than the norm's bound a single element may be. The largest of 10^5 normal errors
   * is 4.5 times their root mean square, and elements are not equally sensitive; 8 leaves a factor
   * of about 2 for that. Where a tensor has more than 64 elements, this bound is the sharper one
   * for a single wrong element.
   */
  private static final double ELEMENT = 8;

  /** Relative only. */
  public Tolerance(double relative) {
    this(relative, 0);
  }

  /**
   * The tolerance of a layer's output in strict precision.
   *
   * @param length K, how many numbers are added up in one sum
   * @param steps T, how many times the result is fed back
   */
  public static Tolerance of(long length, int steps) {
    double doublings = Math.ceil(Math.log((double) length * steps) / Math.log(2));
    return new Tolerance(CONSTANT * EPSILON * Math.max(1, doublings));
  }

  /**
   * What a layer with matrix products may be off by beside that in a precision.
   *
   * @param steps T, how many times the result is fed back
   */
  public static Tolerance ofRounding(Precision precision, int steps) {
    if (precision == Precision.STRICT) {
      return EXACT;
    }
    double factor = ROUNDING * Math.sqrt(1 + CARRIED * (steps - 1));
    return new Tolerance(factor * precision.unitRoundoff(), factor * precision.smallest() / 2);
  }

  /** Which tolerance a precision is compared with, for people. */
  public static String describe(Precision precision) {
    String strict = "8 eps ceil(log2(K T)), eps = 2^-23";
    String rounding =
        String.format(
            Locale.ROOT,
            ", and for matrix products 3 u sqrt(1 + 0.3 (T - 1)), u = 2^%d%s",
            Math.getExponent(precision.unitRoundoff()),
            precision == Precision.FP16 ? " (absolutely too, u = 2^-25)" : "");
    return "tolerance in "
        + precision.label()
        + ": "
        + strict
        + (precision == Precision.STRICT ? "" : rounding)
        + "; twice that for gradients";
  }

  /** For gradients. */
  public Tolerance doubled() {
    return times(2);
  }

  /** For what comes behind one another. */
  public Tolerance plus(Tolerance other) {
    return new Tolerance(relative + other.relative, absolute + other.absolute);
  }

  /** For what happens this many times. */
  public Tolerance times(int count) {
    return new Tolerance(relative * count, absolute * count);
  }

  /**
   * The bound on the distance relative to the norm.
   *
   * @param size the root mean square of the tensor's elements that are not zero
   */
  double norm(double size) {
    return absolute == 0 ? relative : relative + absolute / size;
  }

  /**
   * The bound for one element.
   *
   * @param expected its value
   * @param size the root mean square of the tensor's elements that are not zero
   */
  double element(double expected, double size) {
    return ELEMENT * (relative * (Math.abs(expected) + size) + absolute);
  }
}
