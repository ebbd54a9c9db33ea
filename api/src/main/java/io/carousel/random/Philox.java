package io.carousel.random;

/**
 * Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw, "Parallel Random
 * Numbers: As Easy as 1, 2, 3" (SC 2011). A number is a pure function of (seed, purpose, layer,
 * step, element): nothing is drawn in sequence, so any backend and any thread finds the same bits.
 *
 * <pre>
 * key     k0 = seed, low 32 bits       k1 = seed, high 32 bits
 * counter c0 = element / 4, low bits   c1 = step, low 32 bits
 *         c2 = purpose &lt;&lt; 24 | layer     c3 = step bits 32..47 &lt;&lt; 16 | element / 4, bits 32..47
 * </pre>
 *
 * The four output words belong to elements 4k, 4k+1, 4k+2, 4k+3.
 */
public final class Philox {
  private static final int M0 = 0xD2511F53;
  private static final int M1 = 0xCD9E8D57;
  private static final int W0 = 0x9E3779B9;
  private static final int W1 = 0xBB67AE85;
  private static final long LOW = 0xFFFFFFFFL;
  private static final double TWO_TO_MINUS_24 = 0x1p-24;
  private static final double TWO_TO_MINUS_53 = 0x1p-53;

  private final long seed;
  private final int stream;
  private final long step;
  private final int[] block = new int[4];
  private long blockNumber = -1;

  /**
   * A view of one stream of numbers.
   *
   * @param seed all 64 bits count
   * @param purpose what the numbers are for
   * @param layer 0 to 2^24 - 1
   * @param step 0 to 2^48 - 1
   */
  public Philox(long seed, Purpose purpose, int layer, long step) {
    if (layer < 0 || layer >= 1 << 24) {
      throw new IllegalArgumentException("layer must be in 0 to 16777215, layer=" + layer);
    }
    if (step < 0 || step >= 1L << 48) {
      throw new IllegalArgumentException("step must be in 0 to 2^48 - 1, step=" + step);
    }
    this.seed = seed;
    this.stream = (purpose.code() << 24) | layer;
    this.step = step;
  }

  /** The 32 random bits of an element, 0 to 2^50 - 1. */
  public int bits(long element) {
    long number = element >>> 2;
    if (number != blockNumber) {
      rounds(
          (int) number,
          (int) step,
          stream,
          ((int) (step >>> 32) << 16) | ((int) (number >>> 32) & 0xFFFF),
          (int) seed,
          (int) (seed >>> 32),
          block);
      blockNumber = number;
    }
    return block[(int) (element & 3)];
  }

  /** A number in [0, 1) with 24 random bits, exact in float32: what dropout masks compare with. */
  public float uniform(long element) {
    return (float) ((bits(element) >>> 8) * TWO_TO_MINUS_24);
  }

  /** A number in [0, 1) with 53 random bits; uses the elements 2n and 2n + 1. */
  public double uniformDouble(long n) {
    long high = (bits(2 * n) & LOW) >>> 5;
    long low = (bits(2 * n + 1) & LOW) >>> 6;
    return (high * 67108864.0 + low) * TWO_TO_MINUS_53;
  }

  /** A standard normal number (Box and Muller, 1958); uses the doubles 2n and 2n + 1. */
  public double normal(long n) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniformDouble(2 * n)));
    return radius * StrictMath.cos(2 * Math.PI * uniformDouble(2 * n + 1));
  }

  /** A whole number in [0, bound), without bias worth the name: the bias is bound / 2^53. */
  public int below(int bound, long n) {
    return (int) (uniformDouble(n) * bound);
  }

  /** The numbers 0 to {@code size - 1} in random order (Fisher and Yates). */
  public int[] permutation(int size) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      order[i] = i;
    }
    for (int i = size - 1; i > 0; i--) {
      int j = below(i + 1, i);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    return order;
  }

  /** Ten rounds over a counter and a key, as the paper defines them. */
  static void rounds(int c0, int c1, int c2, int c3, int k0, int k1, int[] out) {
    for (int round = 0; round < 10; round++) {
      long p0 = (M0 & LOW) * (c0 & LOW);
      long p1 = (M1 & LOW) * (c2 & LOW);
      c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
      c1 = (int) p1;
      c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
      c3 = (int) p0;
      k0 += W0;
      k1 += W1;
    }
    out[0] = c0;
    out[1] = c1;
    out[2] = c2;
    out[3] = c3;
  }
}
