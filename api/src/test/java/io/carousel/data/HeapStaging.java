package io.carousel.data;

import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import io.carousel.spi.Staging;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/** A slot without a plan, for tokens with a class per step. */
final class HeapStaging implements Staging {
  private final PlanShape shape;
  private final IntBuffer tokens;
  private final IntBuffer classes;
  private final IntBuffer lengths;

  HeapStaging(int steps, int sequences) {
    shape = new PlanShape(steps, sequences, true, false, Precision.STRICT);
    tokens = IntBuffer.allocate(steps * sequences);
    classes = IntBuffer.allocate(steps * sequences);
    lengths = IntBuffer.allocate(sequences);
  }

  @Override
  public PlanShape shape() {
    return shape;
  }

  @Override
  public FloatBuffer features() {
    return null;
  }

  @Override
  public IntBuffer tokens() {
    return tokens;
  }

  @Override
  public FloatBuffer targets() {
    return null;
  }

  @Override
  public IntBuffer classes() {
    return classes;
  }

  @Override
  public IntBuffer lengths() {
    return lengths;
  }

  @Override
  public void scalars(Scalars scalars) {}
}
