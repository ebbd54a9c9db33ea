package io.carousel;

import io.carousel.reference.ReferenceProvider;
import io.carousel.spi.BackendProvider;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * The backends on the class path.
 *
 * @param usable the best first
 * @param broken why a provider that a jar names could not be made, and what to do
 */
record Providers(List<BackendProvider> usable, List<String> broken) {
  static final String REMEDY =
      "Take another copy of its jar, and all jars that it needs, of one release";

  private static final String UNNAMED =
      "the jars' service files must name every backend, missing="
          + ReferenceProvider.class.getName()
          + ", file=META-INF/services/"
          + BackendProvider.class.getName()
          + ". Merge the files of this name in a shaded jar";

  /**
   * Those that our own class loader sees, and those that only the thread's context class loader
   * does. A thread of a pool may have one that sees no jar of the application, as in a nested jar;
   * and an application may bring a backend to a Carousel that its server brings. The reference is
   * always there: our own service file names it, and where that is lost others may be too.
   */
  static Providers find() {
    Providers own = of(BackendProvider.class.getClassLoader());
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return (seesUs(context) ? own.and(of(context)) : own).withReference();
  }

  /** These, and the reference if they lack it. */
  Providers withReference() {
    return usable.stream().anyMatch(ReferenceProvider.class::isInstance)
        ? this
        : and(new Providers(List.of(new ReferenceProvider()), List.of(UNNAMED)));
  }

  /** Not so for the loader of another application that has its own Carousel. */
  private static boolean seesUs(ClassLoader loader) {
    try {
      return loader != null
          && loader.loadClass(BackendProvider.class.getName()) == BackendProvider.class;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static Providers of(ClassLoader loader) {
    return of(ServiceLoader.load(BackendProvider.class, loader).iterator());
  }

  private Providers and(Providers others) {
    Map<Class<?>, BackendProvider> all = new LinkedHashMap<>();
    usable.forEach(provider -> all.put(provider.getClass(), provider));
    others.usable().forEach(provider -> all.putIfAbsent(provider.getClass(), provider));
    Set<String> allBroken = new LinkedHashSet<>(broken);
    allBroken.addAll(others.broken());
    return new Providers(bestFirst(all.values()), List.copyOf(allBroken));
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
        broken.add("its provider must be loadable, cause=" + withRoot(e) + ". " + REMEDY);
      }
    }
    return new Providers(bestFirst(usable), broken);
  }

  /** An error, and what is at its root: only that may name the class that is missing. */
  static String withRoot(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root == error ? error.toString() : error + ", root=" + root;
  }

  private static List<BackendProvider> bestFirst(Collection<BackendProvider> providers) {
    List<BackendProvider> sorted = new ArrayList<>(providers);
    sorted.sort(Comparator.comparingInt(BackendProvider::preference).reversed());
    return sorted;
  }
}
