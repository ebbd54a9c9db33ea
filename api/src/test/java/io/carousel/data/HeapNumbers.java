package io.carousel.data;

import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import io.carousel.spi.Staging;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/** A slot without a plan, for features with numbers as targets per step. */
final class HeapNumbers implements Staging {
  private final PlanShape shape;
  private final FloatBuffer features;
  private final FloatBuffer targets;
  private final IntBuffer lengths;

  HeapNumbers(int steps, int sequences, int featureWidth, int targetWidth) {
    shape = new PlanShape(steps, sequences, true, false, Precision.STRICT);
    features = FloatBuffer.allocate(steps * sequences * featureWidth);
    targets = FloatBuffer.allocate(steps * sequences * targetWidth);
    lengths = IntBuffer.allocate(sequences);
  }

  @Override
  public PlanShape shape() {
    return shape;
  }

  @Override
  public FloatBuffer features() {
    return features;
  }

  @Override
  public IntBuffer tokens() {
    return null;
  }

  @Override
  public FloatBuffer targets() {
    return targets;
  }

  @Override
  public IntBuffer classes() {
    return null;
  }

  @Override
  public IntBuffer lengths() {
    return lengths;
  }

  @Override
  public void scalars(Scalars scalars) {}
}
