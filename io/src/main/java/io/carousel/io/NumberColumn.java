package io.carousel.io;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The numbers of a column, 8 bytes each: blocks are added, never copied. A missing one is NaN. */
final class NumberColumn {
  private static final int BITS = 13;
  private static final int BLOCK = 1 << BITS;

  private final List<double[]> blocks = new ArrayList<>();
  private final BitSet filled = new BitSet();
  private final BitSet fromLater = new BitSet();
  private int size;
  private int missing;

  void add(double value) {
    int at = size & (BLOCK - 1);
    if (at == 0) {
      blocks.add(new double[BLOCK]);
    }
    blocks.get(size >> BITS)[at] = value;
    size++;
    missing += Double.isNaN(value) ? 1 : 0;
  }

  double get(int row) {
    return blocks.get(row >> BITS)[row & (BLOCK - 1)];
  }

  boolean isMissing(int row) {
    return Double.isNaN(get(row));
  }

  /** Whether any number is missing. */
  boolean hasMissing() {
    return missing > 0;
  }

  /**
   * Gives a missing cell a number.
   *
   * @param later whether it comes from a later row
   */
  void fill(int row, double value, boolean later) {
    fromLater.set(row, later);
    blocks.get(row >> BITS)[row & (BLOCK - 1)] = value;
    filled.set(row);
    missing--;
  }

  /** Whether the number was not in the file. */
  boolean isFilled(int row) {
    return filled.get(row);
  }

  /** Whether the number comes from a later row. */
  boolean isFromLater(int row) {
    return fromLater.get(row);
  }

  /** How many numbers come from a later row. */
  int fromLaterCells() {
    return fromLater.cardinality();
  }

  /** How many numbers were not in the file. */
  int filledCells() {
    return filled.cardinality();
  }

  void removeLast() {
    size--;
    missing -= isMissing(size) ? 1 : 0;
    if ((size & (BLOCK - 1)) == 0) {
      blocks.remove(blocks.size() - 1);
    }
  }

  /** A column of these rows of this one. */
  NumberColumn select(int[] rows) {
    NumberColumn selected = new NumberColumn();
    for (int row : rows) {
      selected.add(get(row));
    }
    return selected;
  }

  NumberColumn copy() {
    NumberColumn copy = new NumberColumn();
    blocks.forEach(block -> copy.blocks.add(block.clone()));
    copy.filled.or(filled);
    copy.fromLater.or(fromLater);
    copy.size = size;
    copy.missing = missing;
    return copy;
  }
}
