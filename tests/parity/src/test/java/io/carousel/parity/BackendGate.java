package io.carousel.parity;

import io.carousel.Backends.Found;
import io.carousel.spi.Availability.Unavailable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which backends are to be compared, skipped, or missed. {@code -Dcarousel.require=cpu,gpu} names
 * those that must be there.
 */
final class BackendGate {
  static final String PROPERTY = "carousel.require";

  /** What may be required and is no backend: the C++ tests of native-cpu look for it. */
  private static final String EMULATOR = "qemu";

  /** What to do about a backend. */
  sealed interface Decision {
    String backend();
  }

  /** Compare it. */
  record Compare(String backend) implements Decision {}

  /** Skip it and say why. */
  record Skip(String backend, String message) implements Decision {}

  /** Fail and say why. */
  record Miss(String backend, String message) implements Decision {}

  private BackendGate() {}

  /** A decision for each backend found but the reference, and for each required one. */
  static List<Decision> decide(List<Found> found, String required) {
    List<String> names = names(required);
    List<Decision> decisions = new ArrayList<>();
    for (Found one : found) {
      if (!one.name().equals(ParitySuite.REFERENCE)) {
        decisions.add(decide(one, names.contains(one.name())));
      }
    }
    List<String> there = found.stream().map(Found::name).toList();
    names.stream()
        .filter(name -> !there.contains(name))
        .map(BackendGate::miss)
        .forEach(decisions::add);
    return decisions;
  }

  private static List<String> names(String required) {
    return required == null
        ? List.of()
        : Arrays.stream(required.split(",", -1))
            .map(String::strip)
            .filter(n -> !n.isEmpty() && !n.equals(EMULATOR))
            .toList();
  }

  private static Decision decide(Found found, boolean required) {
    if (!(found.availability() instanceof Unavailable unavailable)) {
      return new Compare(found.name());
    }
    String why = "is unavailable: " + unavailable.text();
    return required
        ? new Miss(found.name(), demand(found.name()) + why)
        : new Skip(found.name(), "backend " + found.name() + " " + why);
  }

  private static Decision miss(String name) {
    String remedy = "is not on the class path. Add the jar carousel-native-" + name;
    return new Miss(name, demand(name) + remedy);
  }

  private static String demand(String name) {
    return "backend " + name + " was required (" + PROPERTY + ") but ";
  }
}
