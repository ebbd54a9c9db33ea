package io.carousel.cli.task;

import io.carousel.data.ColumnSpread;
import io.carousel.internal.Shown;
import java.util.List;

/** Says of columns that they have nothing to teach. */
final class Spreads {
  private Spreads() {}

  /** A line about the columns that are constant; none if there are no such columns. */
  static List<String> remarks(List<ColumnSpread> training) {
    List<String> constant =
        training.stream().filter(ColumnSpread::constant).map(ColumnSpread::column).toList();
    return constant.isEmpty()
        ? List.of()
        : List.of(
            "constant in the training part, so nothing can be learned from: "
                + Shown.list(constant));
  }
}
