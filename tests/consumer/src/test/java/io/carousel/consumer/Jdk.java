package io.carousel.consumer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Java that is installed beside the one that runs the tests, or that one itself. */
record Jdk(Path home, int version) {
  private static final int OLDEST_SUPPORTED = 17;
  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)[^\"]*\"");

  /** The oldest and the newest that Carousel runs on. */
  static List<Jdk> oldestAndNewest() {
    List<Jdk> all = new ArrayList<>(List.of(running()));
    try (Stream<Path> beside = Files.list(running().home().getParent())) {
      beside.flatMap(home -> at(home).stream()).forEach(all::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    all.removeIf(jdk -> jdk.version() < OLDEST_SUPPORTED);
    all.sort(Comparator.comparingInt(Jdk::version));
    Jdk oldest = all.get(0);
    Jdk newest = all.get(all.size() - 1);
    if (oldest.version() == newest.version()) {
      System.out.println(
          "tests/consumer: only Java " + oldest.version() + " is installed, so on it alone");
      return List.of(oldest);
    }
    return List.of(oldest, newest);
  }

  private static Jdk running() {
    return new Jdk(Path.of(System.getProperty("java.home")), Runtime.version().feature());
  }

  private static Optional<Jdk> at(Path home) {
    Path release = home.resolve("release");
    if (!Files.isReadable(release) || !Files.isExecutable(home.resolve("bin/java"))) {
      return Optional.empty();
    }
    try {
      Matcher found = VERSION.matcher(Files.readString(release));
      return found.find()
          ? Optional.of(new Jdk(home, Integer.parseInt(found.group(1))))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String java() {
    return home.resolve("bin/java").toString();
  }

  @Override
  public String toString() {
    return "Java " + version;
  }
}
