package io.carousel.spi;

import io.carousel.internal.Require;
import java.util.Arrays;

/**
 * The arithmetic that a plan promises. What differs is the matrix products of recurrent and dense
 * layers, forward and backward: to which type their factors are rounded. The products of factors
 * are added up in float32 always. All else is float32 in every precision: weights, gradient sums,
 * the optimizer's moments and updates, biases, functions, embeddings, dropout, pooling, losses, and
 * what goes from layer to layer.
 *
 * <table>
 *   <caption>What is computed how</caption>
 *   <tr><th>label</th><th>factors</th><th>significant bits</th><th>range</th><th>beside that</th></tr>
 *   <tr><td>strict</td><td>float32</td><td>24</td><td>1e-38 to 3e38</td>
 *     <td>IEEE rounding; in this one backends are compared closely</td></tr>
 *   <tr><td>tf32</td><td>TensorFloat-32, rounded or cut</td><td>11</td><td>1e-38 to 3e38</td>
 *     <td>everything is stored as float32</td></tr>
 *   <tr><td>fp16</td><td>IEEE float16</td><td>11</td><td>6e-5 to 65504, 6e-8 coarsely</td>
 *     <td>what a recurrent layer keeps for its next step and for backward (h, c, gates, their
 *     gradients) may be float16 too; training scales the loss, see {@link LossScale}</td></tr>
 *   <tr><td>bf16</td><td>bfloat16</td><td>8</td><td>1e-38 to 3e38</td>
 *     <td>the same may be bfloat16; no scaling is needed</td></tr>
 * </table>
 *
 * <p>A backend says for each layer which it runs ({@link Backend#supports}) and refuses the others
 * by name. The reference runs all of them, in double: it is what each is measured by. How far a
 * result may be from it in each precision says the parity suite's tolerance.
 */
public enum Precision {
  /** Float32 or better throughout. */
  STRICT("strict", 24, -126, false, false),
  /** Factors of 11 significant bits; sums, storage and range of float32. */
  TF32("tf32", 11, -126, false, false),
  /** Factors and recurrent storage of 11 bits with a small range; loss scaling in training. */
  FP16("fp16", 11, -14, true, true),
  /** Factors and recurrent storage of 8 bits with the range of float32. */
  BF16("bf16", 8, -126, false, true);

  private final String label;
  private final int bits;
  private final int leastExponent;
  private final boolean scalesLoss;
  private final boolean storesRounded;

  Precision(String label, int bits, int leastExponent, boolean scalesLoss, boolean storesRounded) {
    this.label = label;
    this.bits = bits;
    this.leastExponent = leastExponent;
    this.scalesLoss = scalesLoss;
    this.storesRounded = storesRounded;
  }

  /**
   * The name by which users choose it: {@code strict}, {@code tf32}, {@code fp16}, {@code bf16}.
   */
  public String label() {
    return label;
  }

  /**
   * u: rounding a factor to the nearest changes it by at most this share of itself, cutting it by
   * at most twice that. 2^-24, 2^-11, 2^-11 and 2^-8.
   */
  public double unitRoundoff() {
    return Math.scalb(1.0, -bits);
  }

  /** The smallest positive number that a factor can be; 2^-24 for fp16, below 1e-40 for others. */
  public double smallest() {
    return Math.scalb(1.0, leastExponent - bits + 1);
  }

  /** Whether training multiplies the loss by a {@link LossScale}, as gradients may be too small. */
  public boolean scalesLoss() {
    return scalesLoss;
  }

  /** Whether a recurrent layer may store what it keeps in the type of the factors. */
  public boolean storesRounded() {
    return storesRounded;
  }

  /**
   * The precision of this label.
   *
   * @throws IllegalArgumentException listing all labels if there is none
   */
  public static Precision parse(String label) {
    Precision found =
        Arrays.stream(values()).filter(p -> p.label.equals(label)).findFirst().orElse(null);
    Require.that(
        found != null,
        "precision must be one of "
            + Arrays.stream(values()).map(Precision::label).toList()
            + ", precision="
            + label
            + "; choose one of them, in lower case");
    return found;
  }
}
