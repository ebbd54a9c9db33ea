package io.carousel.cpu;

import io.carousel.bindings.MissingLibraryException;
import io.carousel.error.BackendUnavailableException;
import io.carousel.plan.SelfTest;
import io.carousel.spi.Availability;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import io.carousel.spi.BackendProvider;
import io.carousel.spi.base.MemoryLimit;

/** Offers the CPU backend where oneDNN and our own kernels are on the class path. */
public final class CpuProvider implements BackendProvider {
  static final String NAME = "cpu";

  private static final System.Logger LOG = System.getLogger(CpuProvider.class.getName());

  /** More than the reference, less than a GPU. */
  private static final int PREFERENCE = 10;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int preference() {
    return PREFERENCE;
  }

  /** Looks for resources only; loading belongs to {@link #open}. */
  @Override
  public Availability probe() {
    return CpuProbe.probe();
  }

  @Override
  public Backend open(BackendOptions options) {
    if (options.device() > 0) {
      LOG.log(
          System.Logger.Level.INFO,
          "cpu has one device, device=" + options.device() + " has no effect");
    }
    load();
    CpuBackend backend = new CpuBackend(options.threads());
    try {
      SelfTest.run(backend);
    } catch (RuntimeException e) {
      backend.close();
      throw e;
    }
    backend.bound(MemoryLimit.inNativeMemory(options), options.planCache());
    return backend;
  }

  private static void load() {
    try {
      CpuKernels.load();
    } catch (MissingLibraryException e) {
      String why = new Availability.Unavailable(e.reason(), e.remedy(), e).text();
      throw e.damaged()
          ? BackendUnavailableException.damaged(why, e)
          : new BackendUnavailableException(why, e);
    }
  }
}
