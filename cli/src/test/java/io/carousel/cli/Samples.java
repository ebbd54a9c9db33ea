package io.carousel.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Small files to learn from. */
final class Samples {
  private Samples() {}

  /** 120 rows of the columns t, a and b. */
  static String series() {
    StringBuilder csv = new StringBuilder("t,a,b\n");
    for (int t = 0; t < 120; t++) {
      csv.append(
          String.format(
              Locale.ROOT, "%d,%.5f,%.5f%n", t, Math.sin(t / 5.0), 3 * Math.cos(t / 5.0) + 1));
    }
    return csv.toString();
  }

  /** 40 sequences of 3 to 8 steps; those with an odd number are fast ones. */
  static String sequences() {
    StringBuilder csv = new StringBuilder("id,x,kind\n");
    for (int s = 0; s < 40; s++) {
      boolean fast = s % 2 == 1;
      for (int t = 0; t < 3 + s % 6; t++) {
        csv.append(
            String.format(
                Locale.ROOT,
                "s%d,%.5f,%s%n",
                s,
                Math.sin(t * (fast ? 2.0 : 0.3)),
                fast ? "fast" : "slow"));
      }
    }
    return csv.toString();
  }

  /** A sentence, 40 times. */
  static String text() {
    return "the quick brown fox jumps over the lazy dog\n".repeat(40);
  }

  /** Writes a file into a folder. */
  static Path write(Path folder, String name, String content) {
    try {
      return Files.writeString(folder.resolve(name), content, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** series.csv, sequences.csv and text.txt. */
  static void writeAll(Path folder) {
    write(folder, "series.csv", series());
    write(folder, "sequences.csv", sequences());
    write(folder, "text.txt", text());
  }
}
