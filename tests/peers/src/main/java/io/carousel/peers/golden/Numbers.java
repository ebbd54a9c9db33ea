package io.carousel.peers.golden;

import java.util.SplittableRandom;

/**
 * A tensor of a golden file.
 *
 * @param axes the extent of each axis
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared as a record
record Numbers(long[] axes, float[] values) {

  /** Numbers from -bound to bound. */
  static Numbers uniform(SplittableRandom random, double bound, long... axes) {
    long count = 1;
    for (long axis : axes) {
      count *= axis;
    }
    float[] values = new float[Math.toIntExact(count)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (bound * (2 * random.nextDouble() - 1));
    }
    return new Numbers(axes, values);
  }

  /** The values for libtorch to compute with. */
  double[] wide() {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }
}
