package io.carousel.cpu;

import java.nio.IntBuffer;
import java.util.Arrays;

/**
 * The valid time steps of a ragged batch as packed rows, so that no work is done for padding.
 * Sequences are ordered by descending length; row (s, j) is step s, in the order of reading, of the
 * j-th longest sequence.
 *
 * <pre>
 *   lengths 2 4 0 3          order 1 3 0 (2)          active 3 3 2 1
 *
 *   s = 0    rows 0 1 2      sequences 1 3 0
 *   s = 1    rows 3 4 5      sequences 1 3 0
 *   s = 2    rows 6 7        sequences 1 3
 *   s = 3    row  8          sequence  1
 * </pre>
 *
 * The rows of a step are those of the longest sequences, so the state of row j before a step is
 * that of row j after the step before. Index tables (int32, native) say where packed rows stand in
 * padded tensors.
 */
final class CpuRows {
  private final int steps;
  private final int sequences;
  private final int[] order;
  private final int[] active;
  private final int[] firstRow;
  private final int[] counts;
  private final IntBuffer forward;
  private final IntBuffer backward;
  private final IntBuffer previous;
  private final IntBuffer last;
  private final IntBuffer sequenceOf;
  private final long address;
  private int longest;
  private int rows;

  /**
   * Tables for T steps of N sequences.
   *
   * @param tables room for {@link #tableInts} numbers
   * @param address where that room is
   */
  CpuRows(int steps, int sequences, IntBuffer tables, long address) {
    this.address = address;
    this.steps = steps;
    this.sequences = sequences;
    order = new int[sequences];
    active = new int[steps + 1];
    firstRow = new int[steps + 1];
    counts = new int[steps + 2];
    int rowTable = steps * sequences;
    forward = tables.slice(0, rowTable);
    backward = tables.slice(rowTable, rowTable);
    previous = tables.slice(2 * rowTable, rowTable);
    last = tables.slice(3 * rowTable, sequences);
    sequenceOf = tables.slice(3 * rowTable + sequences, sequences);
  }

  /** How many numbers the tables take: forward, backward and previous rows, last row, order. */
  static long tableInts(int steps, int sequences) {
    return 3L * steps * sequences + 2L * sequences;
  }

  /** Orders the sequences of a run and fills the tables; allocates nothing. */
  void pack(IntBuffer lengths) {
    sortByLength(lengths);
    longest = sequences == 0 ? 0 : lengths.get(order[0]);
    countActive(lengths);
    rows = 0;
    for (int s = 0; s < longest; s++) {
      firstRow[s] = rows;
      for (int j = 0; j < active[s]; j++) {
        place(s, j, lengths.get(order[j]));
      }
      rows += active[s];
    }
    firstRow[longest] = rows;
    for (int j = 0; j < sequences; j++) {
      int length = lengths.get(order[j]);
      last.put(order[j], length == 0 ? j : sequences + firstRow[length - 1] + j);
      sequenceOf.put(j, order[j]);
    }
  }

  /** By descending length, equal ones in their own order: counting sort. */
  private void sortByLength(IntBuffer lengths) {
    Arrays.fill(counts, 0);
    for (int n = 0; n < sequences; n++) {
      counts[steps - lengths.get(n) + 1]++;
    }
    for (int k = 1; k < counts.length; k++) {
      counts[k] += counts[k - 1];
    }
    for (int n = 0; n < sequences; n++) {
      order[counts[steps - lengths.get(n)]++] = n;
    }
  }

  private void countActive(IntBuffer lengths) {
    int count = sequences;
    for (int s = 0; s < longest; s++) {
      while (count > 0 && lengths.get(order[count - 1]) <= s) {
        count--;
      }
      active[s] = count;
    }
  }

  private void place(int s, int j, int length) {
    int row = rows + j;
    forward.put(row, s * sequences + order[j]);
    backward.put(row, (length - 1 - s) * sequences + order[j]);
    previous.put(row, s == 0 ? j : sequences + firstRow[s - 1] + j);
  }

  /** The number of valid rows. */
  int rows() {
    return rows;
  }

  /** The number of steps of the longest sequence. */
  int longest() {
    return longest;
  }

  /** How many sequences have a step s. */
  int active(int s) {
    return active[s];
  }

  /** The packed row of the longest sequence at step s. */
  int firstRow(int s) {
    return firstRow[s];
  }

  /** Address of: by packed row, the row in [T, N] for a direction. */
  long places(boolean readsBackward) {
    return readsBackward ? table(steps * sequences) : address;
  }

  /** Address of: by packed row, the row of the state before it in [N first states, packed rows]. */
  long previous() {
    return table(2 * steps * sequences);
  }

  /** Address of: by sequence, the row of its last state in [N first states, packed rows]. */
  long last() {
    return table(3 * steps * sequences);
  }

  /** Address of: by place in the order, the sequence. */
  long sequenceOf() {
    return table(3 * steps * sequences + sequences);
  }

  private long table(int first) {
    return address + (long) first * Integer.BYTES;
  }
}
