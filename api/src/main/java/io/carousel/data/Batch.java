package io.carousel.data;

import io.carousel.spi.Session;
import io.carousel.spi.Staging;

/**
 * The examples of one run, by row.
 *
 * @param examples the example of each row, -1 for a row without one
 * @param fresh by row, whether its carried state starts at zero; null where no state is carried
 * @param steps the number of time steps of the longest example, at least 1
 */
@SuppressWarnings("ArrayRecordComponent") // small, made by BatchSource only, never compared
public record Batch(int[] examples, boolean[] fresh, int steps) {
  /** The row number that stands for no example. */
  public static final int NONE = -1;

  /** Writes all rows into a slot; rows without an example get length 0. */
  public void fill(Dataset data, Staging staging) {
    for (int row = 0; row < staging.shape().sequences(); row++) {
      if (row < examples.length && examples[row] != NONE) {
        data.fill(staging, row, examples[row]);
      } else {
        staging.lengths().put(row, 0);
      }
    }
  }

  /** Sets the carried state of every row that begins a sequence to zero. */
  public void resetFresh(Session session) {
    for (int row = 0; row < fresh.length; row++) {
      if (fresh[row]) {
        session.reset(row);
      }
    }
  }

  /** The number of rows with an example. */
  public int count() {
    int count = 0;
    for (int example : examples) {
      count += example == NONE ? 0 : 1;
    }
    return count;
  }

  /** The number of valid time steps. */
  public long validSteps(Dataset data) {
    long total = 0;
    for (int example : examples) {
      total += example == NONE ? 0 : data.length(example);
    }
    return total;
  }
}
