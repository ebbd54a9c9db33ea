package io.carousel.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The shapes that all measurements use; they stand in {@value #FILE} beside this class. */
public final class Shapes {
  /** The name of the first shape of the file. */
  public static final String FIRST = "first";

  private static final String FILE = "shapes.txt";

  private Shapes() {}

  /** Those of the file, in its order. */
  public static List<Shape> standard() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Shapes.class.getResourceAsStream(FILE), StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(Shape::parse)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Those of a list, {@code T,N,I,H;T,N,I,H}.
   *
   * @throws IllegalArgumentException if one is not a shape
   */
  public static List<Shape> parse(String list) {
    return Arrays.stream(list.split(";", -1)).map(Shape::parse).toList();
  }

  /** A single one, by its numbers or as {@link #FIRST}. */
  static Shape named(String text) {
    return text.equals(FIRST) ? standard().get(0) : Shape.parse(text);
  }
}
