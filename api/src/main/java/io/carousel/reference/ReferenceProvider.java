package io.carousel.reference;

import io.carousel.spi.Availability;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import io.carousel.spi.BackendProvider;
import io.carousel.spi.base.MemoryLimit;

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
    if (options.device() > 0) {
      LOG.log(
          System.Logger.Level.INFO,
          "reference has one device, device=" + options.device() + " has no effect");
    }
    ReferenceBackend backend = new ReferenceBackend();
    backend.bound(MemoryLimit.inHeap(options), options.planCache());
    return backend;
  }
}
