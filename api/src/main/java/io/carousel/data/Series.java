package io.carousel.data;

import io.carousel.internal.Positions;
import io.carousel.internal.Require;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * A table of numbers in time order: one row per time step, one column per quantity. Numbers stay
 * 64-bit until they are scaled: a float32 cannot tell 1,600,000,001 from 1,600,000,002.
 *
 * @param id what tells this series from others, for messages
 * @param columns the names of the columns
 * @param values row-major [rows, columns], all finite; kept, not copied: do not change it
 *     afterwards
 * @param afterGap rows that do not follow the row before them, since time steps between them are
 *     missing: no window reaches across
 * @param notForetold rows whose numbers were filled in: features, but not what is foretold
 * @param notLast rows that hold numbers of later ones: no window ends on them, since it would be
 *     told what it foretells
 * @param steps the number of each row's time step, ascending; null where every row is one step
 *     after the row before it; kept, not copied
 */
@SuppressWarnings("ArrayRecordComponent") // a large block that is handed over, never compared
public record Series(
    String id,
    List<String> columns,
    double[] values,
    BitSet afterGap,
    BitSet notForetold,
    BitSet notLast,
    long[] steps) {
  public Series {
    notLast = (BitSet) notLast.clone();
    afterGap = (BitSet) afterGap.clone();
    notForetold = (BitSet) notForetold.clone();
    columns = List.copyOf(columns);
    Require.that(!columns.isEmpty(), "a series needs a column, columns=[], series=" + id);
    Require.that(
        values.length % columns.size() == 0,
        "values must be whole rows, values=" + values.length + ", columns=" + columns.size());
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException(notFinite(id, columns, values, i));
      }
    }
    if (steps != null) {
      requireOneEach(id, steps, values.length / columns.size());
    }
  }

  private static String notFinite(String id, List<String> columns, double[] values, int index) {
    return "numbers must be finite, series="
        + id
        + ", row="
        + index / columns.size()
        + ", column="
        + columns.get(index % columns.size())
        + ", value="
        + values[index]
        + "; correct or fill it, or leave the row out";
  }

  private static void requireOneEach(String id, long[] steps, int rows) {
    Require.that(
        steps.length == rows,
        () ->
            "every row must have a time step, rows="
                + rows
                + ", steps="
                + steps.length
                + ", series="
                + id);
    for (int row = 1; row < rows; row++) {
      if (steps[row] < steps[row - 1]) {
        throw new IllegalArgumentException(
            "time steps must ascend, row="
                + row
                + ", step="
                + steps[row]
                + ", before="
                + steps[row - 1]
                + ", series="
                + id);
      }
    }
  }

  /** A series without gaps whose rows may all be foretold. */
  public Series(String id, List<String> columns, double[] values) {
    this(id, columns, values, new BitSet(), new BitSet(), new BitSet(), null);
  }

  @Override
  public BitSet afterGap() {
    return (BitSet) afterGap.clone();
  }

  @Override
  public BitSet notForetold() {
    return (BitSet) notForetold.clone();
  }

  @Override
  public BitSet notLast() {
    return (BitSet) notLast.clone();
  }

  /** The same numbers with gaps before these rows, and no others. */
  public Series withGaps(BitSet rows) {
    return new Series(id, columns, values, rows, notForetold, notLast, steps);
  }

  /** The same numbers, of which these rows are not foretold. */
  public Series withNotForetold(BitSet rows) {
    return new Series(id, columns, values, afterGap, rows, notLast, steps);
  }

  /** The same numbers, and no window ends on one of these rows. */
  public Series withNotLast(BitSet rows) {
    return new Series(id, columns, values, afterGap, notForetold, rows, steps);
  }

  /** The same numbers at these time steps, or one step after the other if {@code null}. */
  public Series withSteps(long[] numbers) {
    return new Series(id, columns, values, afterGap, notForetold, notLast, numbers);
  }

  /** A series with one column. */
  public static Series of(String column, double... values) {
    return new Series(column, List.of(column), values);
  }

  public int rows() {
    return values.length / columns.size();
  }

  public double value(int row, int column) {
    return values[row * columns.size() + column];
  }

  /** The number of a row's time step. */
  public long step(int row) {
    return steps == null ? row : steps[row];
  }

  /** The last row whose time step is at most this one, or -1 if all are later. */
  int rowUpTo(long step) {
    if (steps == null) {
      return (int) Math.max(-1, Math.min(step, rows() - 1L));
    }
    int found = Arrays.binarySearch(steps, step);
    return found >= 0 ? found : -found - 2;
  }

  /**
   * The position of a column.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public int column(String name) {
    return Positions.of(name, columns, "column");
  }

  /** The same series with these columns only, in this order. */
  public Series select(List<String> names) {
    int[] from = Positions.of(names, columns, "column");
    double[] selected =
        new double[Require.arraySize((long) rows() * from.length, "the columns of a series")];
    for (int row = 0; row < rows(); row++) {
      for (int c = 0; c < from.length; c++) {
        selected[row * from.length + c] = value(row, from[c]);
      }
    }
    return new Series(id, names, selected, afterGap, notForetold, notLast, steps);
  }
}
