package io.carousel.parity;

/**
 * How far a float32 result may be from the reference: the distance relative to the tensor's norm,
 * and with it a bound for each element. The contract's function is
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
 * <p>Measured by this module's tests, over all tensors of the suite: plain float loops, summing one
 * after the other, use at most 0.14 of the tolerance (a gradient of a single number, whose terms
 * cancel) and 0.064 elsewhere; with sigmoid and tanh made wrong by 4e-7 on purpose it is 0.78 for a
 * single number after a single step, and 0.23 for any tensor of more than one. TF32 is beyond it by
 * 20 in the median, sigmoids wrong by 1e-4 by 10.
 *
 * @param relative the bound on |actual - expected| / |expected|, in the Euclidean norm
 */
public record Tolerance(double relative) {
  /** The same bits, or the same numbers where only numbers count. */
  public static final Tolerance EXACT = new Tolerance(0);

  private static final double EPSILON = Math.ulp(1f);

  /** The constant c; see above. */
  private static final double CONSTANT = 8;

  /**
   * How much worse than the norm's bound a single element may be. The largest of 10^5 normal errors
   * is 4.5 times their root mean square, and elements are not equally sensitive; 8 leaves a factor
   * of about 2 for that. Where a tensor has more than 64 elements, this bound is the sharper one
   * for a single wrong element.
   */
  private static final double ELEMENT = 8;

  /**
   * The tolerance of a layer's output.
   *
   * @param length K, how many numbers are added up in one sum
   * @param steps T, how many times the result is fed back
   */
  public static Tolerance of(long length, int steps) {
    double doublings = Math.ceil(Math.log((double) length * steps) / Math.log(2));
    return new Tolerance(CONSTANT * EPSILON * Math.max(1, doublings));
  }

  /** For gradients. */
  public Tolerance doubled() {
    return times(2);
  }

  /** For what comes behind one another. */
  public Tolerance plus(Tolerance other) {
    return new Tolerance(relative + other.relative);
  }

  /** For what happens this many times. */
  public Tolerance times(int count) {
    return new Tolerance(relative * count);
  }

  /**
   * The bound for one element.
   *
   * @param expected its value
   * @param size the root mean square of the tensor's elements that are not zero
   */
  double element(double expected, double size) {
    return ELEMENT * relative * (Math.abs(expected) + size);
  }
}
