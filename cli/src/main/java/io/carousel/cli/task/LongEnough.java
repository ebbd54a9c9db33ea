package io.carousel.cli.task;

import io.carousel.data.Series;
import io.carousel.internal.Shown;
import java.util.List;

/** Leaves out series that are too short, since a few of them must not spoil the rest. */
final class LongEnough {
  private LongEnough() {}

  /**
   * The series that have this many rows; all of them where none has, so that the error names one.
   *
   * @param strict whether none is left out
   * @param remarks hears how many were left out
   */
  static List<Series> of(List<Series> series, long rows, boolean strict, List<String> remarks) {
    List<Series> kept = series.stream().filter(one -> one.rows() >= rows).toList();
    int left = series.size() - kept.size();
    if (strict || left == 0 || kept.isEmpty()) {
      return series;
    }
    Series first = series.stream().filter(one -> one.rows() < rows).findFirst().orElseThrow();
    remarks.add(
        "left out "
            + left
            + " of "
            + series.size()
            + " series that have fewer than "
            + Shown.count(rows, "row")
            + " (the first: "
            + first.id()
            + " with "
            + first.rows()
            + "); train forecast --strict refuses them");
    return kept;
  }
}
