package io.carousel.parity.float32;

import io.carousel.spi.Availability;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import io.carousel.spi.BackendProvider;

/** Offers the example backend without a fault; auto never takes it. */
public final class Float32Provider implements BackendProvider {
  public static final String NAME = "float32";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int preference() {
    return -1;
  }

  @Override
  public Availability probe() {
    return new Availability.Available("an example in float32, for tests");
  }

  @Override
  public Backend open(BackendOptions options) {
    return new Float32Backend(Fault.NONE, options.threads());
  }
}
