package io.carousel.reference;

import io.carousel.spi.Availability;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import io.carousel.spi.BackendProvider;

/** Offers the pure-Java backend, which runs everywhere. */
public final class ReferenceProvider implements BackendProvider {
  static final String NAME = "reference";
  static final String DESCRIPTION = "pure Java, double precision, one thread";

  private static final System.Logger LOG = System.getLogger(ReferenceProvider.class.getName());

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int preference() {
    return 0;
  }

  @Override
  public Availability probe() {
    return new Availability.Available(DESCRIPTION);
  }

  @Override
  public Backend open(BackendOptions options) {
    if (options.threads() > 1) {
      LOG.log(
          System.Logger.Level.INFO,
          "reference uses one thread, threads=" + options.threads() + " has no effect");
    }
    if (options.memoryLimit() < Long.MAX_VALUE) {
      LOG.log(
          System.Logger.Level.INFO,
          "reference keeps all in the Java heap, memoryLimit="
              + options.memoryLimit()
              + " has no effect");
    }
    if (options.device() > 0) {
      LOG.log(
          System.Logger.Level.INFO,
          "reference has one device, device=" + options.device() + " has no effect");
    }
    return new ReferenceBackend();
  }
}
