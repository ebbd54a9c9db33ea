package io.carousel.parity.float32;

import io.carousel.spi.PlanShape;
import io.carousel.spi.Staging;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/** A staging slot that remembers its scalars. */
final class Slot implements Staging {
  private final Staging reference;
  Scalars scalars = Scalars.NONE;

  Slot(Staging reference) {
    this.reference = reference;
  }

  @Override
  public PlanShape shape() {
    return reference.shape();
  }

  @Override
  public FloatBuffer features() {
    return reference.features();
  }

  @Override
  public IntBuffer tokens() {
    return reference.tokens();
  }

  @Override
  public FloatBuffer targets() {
    return reference.targets();
  }

  @Override
  public IntBuffer classes() {
    return reference.classes();
  }

  @Override
  public IntBuffer lengths() {
    return reference.lengths();
  }

  @Override
  public void scalars(Scalars given) {
    scalars = given;
    reference.scalars(given);
  }
}
