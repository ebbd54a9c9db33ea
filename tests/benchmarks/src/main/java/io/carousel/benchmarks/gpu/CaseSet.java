package io.carousel.benchmarks.gpu;

import io.carousel.benchmarks.Shape;
import io.carousel.benchmarks.Shapes;
import io.carousel.spi.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Shapes that belong together, each with the parts and precisions that make sense for it. */
enum CaseSet {
  /**
   * B 16, T 1024, H 768, for which PyTorch's nn.LSTM on an H100 has been published: in half
   * precision 2.01 ms forward and 5.19 ms forward and backward.
   */
  ANCHOR,
  /** A model whose every step waits for launches. */
  SMALL,
  /** Those of all other measurements. */
  STANDARD,
  /** What DeepBench trains LSTMs at; the input is as wide as the state. */
  DEEPBENCH;

  private List<Shape> shapes() {
    return switch (this) {
      case ANCHOR -> List.of(new Shape(1024, 16, 768, 768));
      case SMALL -> List.of(new Shape(48, 32, 8, 64));
      case STANDARD -> Shapes.standard();
      case DEEPBENCH -> deepBench();
    };
  }

  private List<Part> parts() {
    return switch (this) {
      case ANCHOR -> List.of(Part.values());
      case SMALL, STANDARD, DEEPBENCH -> List.of(Part.STEP);
    };
  }

  private List<Precision> precisions() {
    return switch (this) {
      case ANCHOR -> List.of(Precision.FP16);
      case SMALL -> List.of(Precision.STRICT, Precision.TF32, Precision.FP16);
      case STANDARD -> List.of(Precision.STRICT, Precision.TF32);
      case DEEPBENCH -> List.of(Precision.TF32, Precision.FP16);
    };
  }

  private static List<Shape> deepBench() {
    List<Shape> all = new ArrayList<>();
    for (int hidden : new int[] {512, 1024, 2048, 4096}) {
      add(all, hidden, 25, 16, 32, 64, 128);
    }
    add(all, 1536, 50, 8, 16, 32);
    add(all, 256, 150, 16, 32, 64);
    return all;
  }

  private static void add(List<Shape> all, int hidden, int steps, int... sequences) {
    for (int n : sequences) {
      all.add(new Shape(steps, n, hidden, hidden));
    }
  }

  /** By its name in small letters. */
  static CaseSet named(String name) {
    return Arrays.stream(values())
        .filter(set -> set.label().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "a set must be one of "
                        + Arrays.stream(values()).map(CaseSet::label).toList()
                        + ", set="
                        + name));
  }

  private String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Its cases.
   *
   * @param chosen the precisions to measure; if empty, the set's own
   */
  List<StepCase> cases(List<Precision> chosen) {
    return cases(shapes(), parts(), chosen.isEmpty() ? precisions() : chosen);
  }

  /** Every shape in every precision and part. */
  static List<StepCase> cases(List<Shape> shapes, List<Part> parts, List<Precision> precisions) {
    List<StepCase> all = new ArrayList<>();
    for (Shape shape : shapes) {
      for (Precision precision : precisions) {
        parts.forEach(part -> all.add(new StepCase(shape, precision, part)));
      }
    }
    return all;
  }
}
