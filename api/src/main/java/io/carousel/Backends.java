package io.carousel;

import io.carousel.error.BackendUnavailableException;
import io.carousel.spi.Availability;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import io.carousel.spi.BackendProvider;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds backends on the class path and opens one. The system property {@code carousel.backend}
 * (auto, reference, or another backend's name) decides for {@link #best()}; a named backend is a
 * requirement, {@code auto} takes the best that is available and says in the log why a better one
 * is not.
 */
public final class Backends {
  /** The system property that names the wanted backend. */
  public static final String PROPERTY = "carousel.backend";

  /** Takes the best available backend. */
  public static final String AUTO = "auto";

  /** The backends that jars of ours bring, each in its carousel-native-NAME. */
  private static final List<String> PUBLISHED = List.of("cpu", "gpu");

  private static final System.Logger LOG = System.getLogger(Backends.class.getName());

  private Backends() {}

  /**
   * A backend that was found, and whether it can run here.
   *
   * @param name as in {@code carousel.backend=NAME}
   * @param preference the higher the better
   */
  public record Found(String name, int preference, Availability availability) {}

  /** Opens what {@code carousel.backend} asks for, {@code auto} if it is not set. */
  public static Backend best() {
    return open(System.getProperty(PROPERTY, AUTO), BackendOptions.defaults());
  }

  /**
   * Opens this backend.
   *
   * @throws IllegalArgumentException if there is none of this name on the class path
   * @throws BackendUnavailableException if it cannot run here
   */
  public static Backend named(String name) {
    return open(name, BackendOptions.defaults());
  }

  /**
   * Opens a backend by name, or the best one for {@code auto}.
   *
   * @throws IllegalArgumentException if there is none of this name on the class path
   * @throws BackendUnavailableException if a named backend cannot run here
   */
  public static Backend open(String request, BackendOptions options) {
    return open(request, options, Providers.find());
  }

  static Backend open(String request, BackendOptions options, Providers providers) {
    return request.equals(AUTO)
        ? openBest(options, providers)
        : openNamed(request, options, providers);
  }

  private static Backend openBest(BackendOptions options, Providers providers) {
    PassedOver passedOver = new PassedOver(providers.broken());
    for (BackendProvider provider : providers.usable()) {
      try {
        Backend backend = opened(provider, options);
        LOG.log(passedOver.level(), "running on " + backend.describe() + passedOver);
        return backend;
      } catch (BackendUnavailableException e) {
        passedOver.add(provider.name(), e);
      }
    }
    throw new BackendUnavailableException(
        "a backend must be available, found none" + passedOver, null);
  }

  private static Backend openNamed(String name, BackendOptions options, Providers providers) {
    BackendProvider provider =
        providers.usable().stream()
            .filter(p -> p.name().equals(name))
            .findFirst()
            .orElseThrow(() -> unknown(name, providers));
    try {
      return opened(provider, options);
    } catch (BackendUnavailableException e) {
      throw required(name, e.getMessage(), e);
    }
  }

  /** A class that is missing or broken makes a backend unavailable, wherever it is missed. */
  private static Backend opened(BackendProvider provider, BackendOptions options) {
    try {
      if (provider.probe() instanceof Availability.Unavailable unavailable) {
        throw new BackendUnavailableException(
            unavailable.text(), unavailable.brief(), unavailable.cause());
      }
      return provider.open(options);
    } catch (LinkageError e) {
      throw BackendUnavailableException.damaged(broken(e).text(), e);
    }
  }

  private static Availability.Unavailable broken(LinkageError e) {
    return new Availability.Unavailable(
        "its classes must be loadable, cause=" + Providers.withRoot(e), Providers.REMEDY, e);
  }

  private static Availability probed(BackendProvider provider) {
    try {
      return provider.probe();
    } catch (LinkageError e) {
      return broken(e);
    }
  }

  private static BackendUnavailableException required(String name, String why, Throwable cause) {
    return new BackendUnavailableException(
        "backend "
            + name
            + " was required ("
            + PROPERTY
            + "="
            + name
            + ") but is unavailable: "
            + why,
        cause);
  }

  private static IllegalArgumentException unknown(String name, Providers providers) {
    List<String> names = new ArrayList<>(List.of(AUTO));
    providers.usable().forEach(p -> names.add(p.name()));
    return new IllegalArgumentException(
        "backend must be one of "
            + names
            + ", backend="
            + name
            + "; "
            + remedy(name, names)
            + " to the class path, and in a shaded jar merge the files in META-INF/services"
            + new PassedOver(providers.broken()));
  }

  private static String remedy(String name, List<String> names) {
    String meant = meant(name.toLowerCase(Locale.ROOT));
    if (PUBLISHED.contains(meant) && !names.contains(meant)) {
      return "add carousel-native-" + meant;
    }
    Set<String> known = new LinkedHashSet<>(names);
    known.addAll(PUBLISHED);
    return "use "
        + (name.isBlank() ? AUTO : Closest.to(meant, known))
        + ", or add the jar of another backend";
  }

  /** The backend that people call by the name of what it runs on. */
  private static String meant(String name) {
    return switch (name) {
      case "cuda", "cudnn", "nvidia" -> "gpu";
      case "onednn", "dnnl", "mkl" -> "cpu";
      case "java" -> "reference";
      default -> name;
    };
  }

  /** All backends on the class path, the best first, with what their probes say. */
  public static List<Found> found() {
    return found(Providers.find());
  }

  private static List<Found> found(Providers providers) {
    return providers.usable().stream()
        .map(p -> new Found(p.name(), p.preference(), probed(p)))
        .toList();
  }

  /** What {@link #found} says, a line per backend, for people. */
  public static String report() {
    return report(Providers.find());
  }

  static String report(Providers providers) {
    StringBuilder report = new StringBuilder();
    for (Found found : found(providers)) {
      String state =
          found.availability() instanceof Availability.Unavailable unavailable
              ? "unavailable: " + unavailable.text()
              : "available: " + ((Availability.Available) found.availability()).description();
      report.append(String.format("%-10s %s%n", found.name(), state));
    }
    for (String why : providers.broken()) {
      report.append(String.format("%-10s broken: %s%n", "?", why));
    }
    return report.toString();
  }
}
