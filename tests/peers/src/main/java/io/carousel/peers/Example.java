package io.carousel.peers;

import java.util.SplittableRandom;

/**
 * The weights and the batch that all peers start from, the same numbers in every process: an LSTM,
 * its last step, a dense layer of one unit, and targets. Gates stand in the order i f g o.
 *
 * @param inputWeights W [4H, I]
 * @param recurrentWeights R [4H, H]
 * @param bias b [4H]
 * @param headWeights of the dense layer [1, H]
 * @param headBias of the dense layer [1]
 * @param features x [T, N, I]
 * @param targets [N, 1]
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared as a record
record Example(
    Shape shape,
    float[] inputWeights,
    float[] recurrentWeights,
    float[] bias,
    float[] headWeights,
    float[] headBias,
    float[] features,
    float[] targets) {

  private static final long SEED = 20260;

  /** Weights from -1/sqrt(H) to 1/sqrt(H), data from -1 to 1. */
  static Example of(Shape shape) {
    SplittableRandom random = new SplittableRandom(SEED);
    int gates = 4 * shape.hidden();
    double bound = 1 / Math.sqrt(shape.hidden());
    return new Example(
        shape,
        uniform(random, gates * shape.input(), bound),
        uniform(random, gates * shape.hidden(), bound),
        uniform(random, gates, bound),
        uniform(random, shape.hidden(), bound),
        uniform(random, 1, bound),
        uniform(random, shape.steps() * shape.sequences() * shape.input(), 1),
        uniform(random, shape.sequences(), 1));
  }

  private static float[] uniform(SplittableRandom random, int count, double bound) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (bound * (2 * random.nextDouble() - 1));
    }
    return values;
  }
}
