package io.carousel.bindings.cuda;

import java.util.Locale;

/**
 * One recurrent layer of cuDNN, in both directions or one.
 *
 * @param doubleBias whether input and state have a bias each, which all algorithms but {@link
 *     RnnAlgorithm#STANDARD} insist on (seen with cuDNN 9.19); else the input alone
 * @param inputWidth C of the input [T, N, C]
 * @param hiddenSize H of each direction; the output is [T, N, H] or [T, N, 2H]
 * @param steps T, the longest sequence
 * @param sequences N
 * @param type of input, output, states and weights
 * @param training whether backward passes follow
 */
public record CudnnRnnShape(
    RnnCell cell,
    boolean bidirectional,
    boolean doubleBias,
    int inputWidth,
    int hiddenSize,
    int steps,
    int sequences,
    CudaType type,
    MathMode math,
    RnnAlgorithm algorithm,
    boolean training) {

  public CudnnRnnShape {
    requirePositive("inputWidth", inputWidth);
    requirePositive("hiddenSize", hiddenSize);
    requirePositive("steps", steps);
    requirePositive("sequences", sequences);
  }

  private static void requirePositive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(
          "every size of a recurrent layer must be positive, " + name + "=" + value);
    }
  }

  /** 2 if bidirectional, else 1: pseudo-layer 0 runs forward in time, 1 backward. */
  public int directions() {
    return bidirectional ? 2 : 1;
  }

  /** The same layer by another algorithm. */
  public CudnnRnnShape by(RnnAlgorithm other) {
    return new CudnnRnnShape(
        cell,
        bidirectional,
        doubleBias,
        inputWidth,
        hiddenSize,
        steps,
        sequences,
        type,
        math,
        other,
        training);
  }

  /** For messages, such as {@code lstm T=64 N=32 I=128 H=256 f32 standard ieee}. */
  @Override
  public String toString() {
    return (cell
                + (bidirectional ? " bidirectional" : "")
                + (doubleBias ? "" : " single bias")
                + " ")
            .toLowerCase(Locale.ROOT)
        + "T="
        + steps
        + " N="
        + sequences
        + " I="
        + inputWidth
        + " H="
        + hiddenSize
        + (" " + type + " " + algorithm + " " + math + (training ? " training" : " inference"))
            .toLowerCase(Locale.ROOT);
  }
}
