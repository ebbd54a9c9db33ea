package io.carousel.benchmarks.gpu;

import io.carousel.Backends;
import io.carousel.spi.Backend;
import java.util.List;
import java.util.Map;

/** Carousel on one of its backends. */
final class CarouselSide implements Side {
  static final String NAME = "carousel";

  private final Backend backend;
  private CarouselCase current;

  /**
   * Opens a backend by name.
   *
   * @throws io.carousel.error.BackendUnavailableException if it cannot run here
   */
  CarouselSide(String name) {
    backend = Backends.named(name);
  }

  @Override
  public String describe() {
    return backend.describe();
  }

  @Override
  public Loaded load(StepCase wanted) {
    closeCurrent();
    current = new CarouselCase(backend, wanted);
    return new Loaded(List.of(current), Map.of(NAME, current.checks()), current.explain());
  }

  private void closeCurrent() {
    if (current != null) {
      current.close();
      current = null;
    }
  }

  @Override
  public void close() {
    closeCurrent();
    backend.close();
  }
}
