package io.carousel.benchmarks.gpu;

import io.carousel.benchmarks.Shape;
import io.carousel.benchmarks.Shapes;
import io.carousel.spi.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What the command line asks for. */
final class GpuArguments {
  static final String HELP =
      """
      Training steps on the GPU, in Carousel and in PyTorch, in turn.

        --sets LIST        anchor,small,standard,deepbench (default: all, in this order)
        --shapes LIST      T,N,I,H;T,N,I,H instead of sets
        --parts LIST       forward,gradients,step of --shapes (default: step)
        --precisions LIST  strict,tf32,fp16,bf16 (default: each set's own; strict for --shapes)
        --backend NAME     gpu; or cpu or reference to try it out (default: gpu)
        --rounds COUNT     turns of each contender (default: 5)
        --turn MILLIS      length of a turn, about (default: 150)
        --seconds COUNT    no new case is begun later (default: 540)
        --python PATH      the interpreter that has PyTorch (default: python3)
        --no-torch         Carousel alone
        --json FILE        results (default: gpu.json)
        --help             this text

      Examples:
        --sets anchor
        --shapes "100,32,64,128;48,32,8,64" --precisions strict,fp16 --rounds 9
      """;

  private static final String NUMBER = "[0-9]{1,6}";

  private String backend = "gpu";
  private List<CaseSet> sets = Arrays.asList(CaseSet.values());
  private List<Shape> shapes = List.of();
  private List<Part> parts = List.of(Part.STEP);
  private List<Precision> precisions = List.of();
  private int rounds = 5;
  private int turnMillis = 150;
  private int seconds = 540;
  private String python = "python3";
  private Path json = Path.of("gpu.json");

  private GpuArguments() {}

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException if an option is not known, lacks its value or has a wrong one
   */
  static GpuArguments parse(String... words) {
    GpuArguments given = new GpuArguments();
    for (int i = 0; i < words.length; i++) {
      if (words[i].equals("--no-torch")) {
        given.python = "";
      } else if (i + 1 == words.length) {
        throw unknown(words[i]);
      } else {
        given.set(words[i], words[++i]);
      }
    }
    return given;
  }

  private void set(String option, String value) {
    switch (option) {
      case "--backend" -> backend = value;
      case "--sets" -> sets = list(value).stream().map(CaseSet::named).toList();
      case "--shapes" -> shapes = Shapes.parse(value);
      case "--parts" -> parts = list(value).stream().map(Part::named).toList();
      case "--precisions" ->
          precisions = list(value).stream().map(GpuArguments::precision).toList();
      case "--rounds" -> rounds = number(option, value, 1);
      case "--turn" -> turnMillis = number(option, value, 1);
      case "--seconds" -> seconds = number(option, value, 0);
      case "--python" -> python = value;
      case "--json" -> json = Path.of(value);
      default -> throw unknown(option);
    }
  }

  private static List<String> list(String value) {
    return Arrays.stream(value.split(",", -1)).map(String::strip).toList();
  }

  private static Precision precision(String name) {
    return Arrays.stream(Precision.values())
        .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "a precision must be one of [strict, tf32, fp16, bf16], precision=" + name));
  }

  private static int number(String option, String value, int least) {
    if (!value.matches(NUMBER) || Integer.parseInt(value) < least) {
      throw new IllegalArgumentException(
          option + " must be a number from " + least + " to 999999, value=" + value);
    }
    return Integer.parseInt(value);
  }

  private static IllegalArgumentException unknown(String option) {
    return new IllegalArgumentException(
        "an option must be known and have its value, option=" + option + "; see --help");
  }

  /** The cases, in order. */
  List<StepCase> cases() {
    if (!shapes.isEmpty()) {
      return CaseSet.cases(
          shapes, parts, precisions.isEmpty() ? List.of(Precision.STRICT) : precisions);
    }
    List<StepCase> all = new ArrayList<>();
    sets.forEach(set -> all.addAll(set.cases(precisions)));
    return all;
  }

  /** The backend's name. */
  String backend() {
    return backend;
  }

  /** How long and how often is measured. */
  Rounds rounds() {
    return new Rounds(rounds, turnMillis);
  }

  /** When no new case is begun any more. */
  int seconds() {
    return seconds;
  }

  /** The interpreter that has PyTorch; empty if it is not wanted. */
  String python() {
    return python;
  }

  /** The file of results. */
  Path json() {
    return json;
  }
}
