package io.carousel.data;

import io.carousel.internal.Positions;
import io.carousel.internal.Require;
import io.carousel.internal.Shown;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * How series become examples of a forecast: the rows of a window are the input, some rows after it
 * the target. Immutable; each method returns a changed description. Windows never cross from one
 * series to another.
 *
 * <pre>
 *   row     0 1 2 3 4 5 6 7 8 9        window 4, Horizon.next(2)
 *   input   x x x x                    example 0
 *   target          y y
 *   input     x x x x                  example 1
 *   target            y y
 * </pre>
 *
 * @param series all with the same columns
 * @param window the number of rows read
 * @param features the columns read
 * @param targets the columns foretold
 * @param horizon the rows foretold
 * @param standardize whether features and targets are standardized by the rows of the training part
 */
public record Windows(
    List<Series> series,
    int window,
    List<String> features,
    List<String> targets,
    Horizon horizon,
    boolean standardize) {
  public Windows {
    series = List.copyOf(series);
    features = List.copyOf(features);
    targets = List.copyOf(targets);
    Require.that(!series.isEmpty(), "windows need a series, series=0");
    Require.positive(window, "window");
    Series first = series.get(0);
    for (Series one : series) {
      Require.that(one.columns().equals(first.columns()), () -> differentColumns(first, one));
    }
    Positions.of(features, first.columns(), "column");
    Positions.of(targets, first.columns(), "column");
  }

  private static String differentColumns(Series first, Series other) {
    return "all series must have the same columns, series="
        + first.id()
        + " has "
        + Shown.list(first.columns())
        + ", series="
        + other.id()
        + " has "
        + Shown.list(other.columns());
  }

  /** Windows of one series with all columns as features. */
  public static Windows of(Series series, int window) {
    return of(List.of(series), window);
  }

  /** Windows of several series with all columns as features. */
  public static Windows of(List<Series> series, int window) {
    Require.that(!series.isEmpty(), "windows need a series, series=0");
    List<String> columns = series.get(0).columns();
    return new Windows(series, window, columns, List.of(), Horizon.ahead(1), false);
  }

  /** Reads these columns only. */
  public Windows features(String... columns) {
    return new Windows(series, window, List.of(columns), targets, horizon, standardize);
  }

  /** Foretells this column. */
  public Windows target(String column, Horizon rows) {
    return targets(List.of(column), rows);
  }

  /** Foretells these columns. */
  public Windows targets(List<String> columns, Horizon rows) {
    return new Windows(series, window, features, columns, rows, standardize);
  }

  /** Standardizes with the statistics of the training part. */
  public Windows standardized() {
    return new Windows(series, window, features, targets, horizon, true);
  }

  /** The columns that a scaler covers: the features, then the targets not among them. */
  public List<String> scaledColumns() {
    Set<String> columns = new LinkedHashSet<>(features);
    columns.addAll(targets);
    return new ArrayList<>(columns);
  }

  /**
   * Cuts every series by time. A window belongs to the part in which all rows it foretells lie; the
   * rows it reads may reach back into the part before. Windows whose foretold rows lie in two parts
   * belong to none.
   *
   * @param training the first share of the rows of each series
   * @param validation the next share
   * @param test the last share; the three sum to 1
   * @throws IllegalArgumentException if they do not, if a series is too short for one window, or a
   *     share above 0 holds no window
   */
  public WindowSplit split(double training, double validation, double test) {
    Require.that(
        training > 0 && validation >= 0 && test >= 0,
        "split must have a training share above 0 and no negative share, split="
            + text(training, validation, test));
    Require.that(
        Math.abs(training + validation + test - 1) < 1e-9,
        "split must sum to 1, split=" + text(training, validation, test));
    requireOneWindowEach();
    int[] zero = new int[series.size()];
    int[] trainingEnd = ends(training);
    int[] validationEnd = test == 0 ? ends(1) : ends(training + validation);
    ScaledSeries scaled = ScaledSeries.of(this, scaler(trainingEnd));
    return new WindowSplit(
        part("training", training, scaled, zero, trainingEnd),
        part("validation", validation, scaled, trainingEnd, validationEnd),
        part("test", test, scaled, validationEnd, ends(1)));
  }

  private static String text(double training, double validation, double test) {
    return training + "," + validation + "," + test;
  }

  private int[] ends(double share) {
    return series.stream().mapToInt(s -> (int) Math.round(s.rows() * share)).toArray();
  }

  private Scaler scaler(int[] rows) {
    List<String> columns = scaledColumns();
    if (standardize) {
      return Scaler.fit(series, columns, rows);
    }
    ColumnSpread.of(series, columns, rows).forEach(Windows::requireSeenInFloat32);
    return Scaler.identity(columns);
  }

  private static void requireSeenInFloat32(ColumnSpread spread) {
    Require.that(
        !spread.lostInFloat32(),
        "a column must vary by more than float32 can tell at its size, column="
            + spread.column()
            + ", mean="
            + spread.mean()
            + ", deviation="
            + spread.deviation()
            + "; call standardized(), which subtracts the mean in 64 bits");
  }

  private WindowSet part(String name, double share, ScaledSeries scaled, int[] from, int[] to) {
    WindowSet set = new WindowSet(this, scaled, from, to);
    Require.that(
        share == 0 || set.size() > 0,
        "the "
            + name
            + " part must hold a window, share="
            + share
            + ", window="
            + window
            + ", horizon="
            + horizon.last()
            + "; give it a larger share or use a smaller window");
    return set;
  }

  /** How the columns that are scaled are spread over the first share of the rows of each series. */
  public List<ColumnSpread> spreads(double share) {
    int[] rows = ends(share);
    return ColumnSpread.of(series, scaledColumns(), rows);
  }

  /** All windows, standardized (if asked for) by all rows: a training part without the others. */
  public WindowSet all() {
    return all(scaler(ends(1)));
  }

  /** All windows, standardized by what another part has learned. */
  public WindowSet all(Scaler scaler) {
    requireOneWindowEach();
    return new WindowSet(this, ScaledSeries.of(this, scaler), new int[series.size()], ends(1));
  }

  /** How many more windows there were if they might end on numbers of later rows. */
  public int endingOnLaterRows() {
    return series.stream().allMatch(one -> one.notLast().isEmpty())
        ? 0
        : count(Windows::endingAnywhere) - count(one -> one);
  }

  /**
   * How many more windows there were if rows whose targets were filled in might be foretold; those
   * of {@link #endingOnLaterRows} are not counted again.
   */
  public int foretellingFilledRows() {
    return series.stream().allMatch(one -> one.notForetold().isEmpty())
        ? 0
        : count(one -> endingAnywhere(one).withNotForetold(new BitSet()))
            - count(Windows::endingAnywhere);
  }

  private static Series endingAnywhere(Series one) {
    return one.withNotLast(new BitSet());
  }

  /** How many windows there are over the series as they are then. */
  private int count(UnaryOperator<Series> changed) {
    List<Series> as = series.stream().map(changed).toList();
    Windows windows = new Windows(as, window, features, targets, horizon, standardize);
    return WindowRuns.of(windows, new int[series.size()], ends(1)).size();
  }

  private void requireOneWindowEach() {
    Require.that(
        !targets.isEmpty(), "windows need a target, targets=[]; call target(column, rows)");
    for (Series one : series) {
      Require.that(
          one.rows() >= (long) window + horizon.last(),
          "a series must have window + horizon rows or more, series="
              + one.id()
              + ", rows="
              + one.rows()
              + ", window="
              + window
              + ", horizon="
              + horizon.last()
              + "; use a smaller window or more data");
    }
  }
}
