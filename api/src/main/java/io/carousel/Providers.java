package io.carousel;

import io.carousel.spi.BackendProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * The backends on the class path.
 *
 * @param usable the best first
 * @param broken why a provider that a jar names could not be made, and what to do
 */
record Providers(List<BackendProvider> usable, List<String> broken) {
  static final String REMEDY = "Take another copy of its jar, and all jars of one release";

  static Providers find() {
    return of(ServiceLoader.load(BackendProvider.class).iterator());
  }

  /** A service loader goes on after a provider that it could not make. */
  static Providers of(Iterator<BackendProvider> found) {
    List<BackendProvider> usable = new ArrayList<>();
    List<String> broken = new ArrayList<>();
    while (true) {
      try {
        if (!found.hasNext()) {
          break;
        }
        usable.add(found.next());
      } catch (ServiceConfigurationError | LinkageError e) {
        broken.add("its provider must be loadable, cause=" + e + ". " + REMEDY);
      }
    }
    usable.sort(Comparator.comparingInt(BackendProvider::preference).reversed());
    return new Providers(usable, broken);
  }
}
