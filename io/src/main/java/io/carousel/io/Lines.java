package io.carousel.io;

import java.util.Arrays;

/**
 * The line in the file on which each row starts: where rows follow line by line it takes no room.
 */
final class Lines {
  private int[] rows = new int[4];
  private long[] lines = new long[4];
  private int runs;
  private int size;

  void add(long line) {
    if (runs == 0 || get(size - 1) + 1 != line) {
      if (runs == rows.length) {
        rows = Arrays.copyOf(rows, 2 * runs);
        lines = Arrays.copyOf(lines, 2 * runs);
      }
      rows[runs] = size;
      lines[runs++] = line;
    }
    size++;
  }

  long get(int row) {
    int found = Arrays.binarySearch(rows, 0, runs, row);
    int run = found >= 0 ? found : -found - 2;
    return lines[run] + row - rows[run];
  }

  int size() {
    return size;
  }

  void removeLast() {
    size--;
    if (rows[runs - 1] == size) {
      runs--;
    }
  }

  Lines select(int[] which) {
    Lines selected = new Lines();
    for (int row : which) {
      selected.add(get(row));
    }
    return selected;
  }
}
