package io.carousel.train;

import io.carousel.data.DataShape;
import io.carousel.data.Dataset;
import io.carousel.internal.Require;
import io.carousel.loss.Loss;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import io.carousel.spi.Staging;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/** Room for a single example of a data set, outside of any plan. */
final class OneExample implements Staging {
  private final PlanShape shape;
  private final FloatBuffer features;
  private final IntBuffer tokens;
  private final FloatBuffer targets;
  private final IntBuffer classes;
  private final IntBuffer lengths = IntBuffer.allocate(1);

  OneExample(Dataset data) {
    DataShape of = data.shape();
    int steps = Math.max(1, data.longest());
    int positions = of.targetsPerStep() ? steps : 1;
    boolean numbers = of.targets() == Loss.Targets.NUMBERS;
    shape = new PlanShape(steps, 1, true, false, Precision.STRICT);
    features = of.tokens() ? null : floats(steps, of.inputWidth());
    tokens = of.tokens() ? IntBuffer.allocate(steps) : null;
    targets = numbers ? floats(positions, of.targetWidth()) : null;
    classes = numbers ? null : IntBuffer.allocate(positions);
  }

  private static FloatBuffer floats(int rows, int width) {
    return FloatBuffer.allocate(Require.arraySize((long) rows * width, "an example"));
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
    return tokens;
  }

  @Override
  public FloatBuffer targets() {
    return targets;
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
  public void scalars(Scalars scalars) {} // nothing runs here
}
