package io.carousel.io;

import io.carousel.internal.Require;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/** The cells of a column as they stand in the file, end to end in one block of UTF-8. */
final class TextColumn {
  private static final int LARGEST_BLOCK = Integer.MAX_VALUE - 8;

  private final Set<String> missing;
  private byte[] bytes = new byte[1 << 10];
  private int[] ends = new int[1 << 6];
  private int size;

  /** {@code missing} are the texts that stand for a missing cell, beside the empty one. */
  TextColumn(Set<String> missing) {
    this.missing = missing;
  }

  void add(char[] text, int from, int count) {
    if (isAscii(text, from, count)) {
      int at = reserve(count);
      for (int i = 0; i < count; i++) {
        bytes[at + i] = (byte) text[from + i];
      }
    } else {
      add(new String(text, from, count).getBytes(StandardCharsets.UTF_8), 0, -1);
    }
  }

  private static boolean isAscii(char[] text, int from, int count) {
    for (int i = from; i < from + count; i++) {
      if (text[i] >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private void add(byte[] cell, int from, int count) {
    int length = count < 0 ? cell.length : count;
    int at = reserve(length);
    System.arraycopy(cell, from, bytes, at, length);
  }

  /** Makes room for a cell and returns where it starts. */
  private int reserve(int count) {
    int at = start(size);
    long end = (long) at + count;
    Require.that(
        end <= LARGEST_BLOCK,
        "the cells of a column of text must fit " + LARGEST_BLOCK + " bytes, bytes=" + end);
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(LARGEST_BLOCK, Math.max(end, 2L * bytes.length)));
    }
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, (int) Math.min(LARGEST_BLOCK, 2L * size));
    }
    ends[size++] = (int) end;
    return at;
  }

  private int start(int row) {
    return row == 0 ? 0 : ends[row - 1];
  }

  String get(int row) {
    return new String(bytes, start(row), ends[row] - start(row), StandardCharsets.UTF_8);
  }

  boolean isMissing(int row) {
    return start(row) == ends[row] || (!missing.isEmpty() && missing.contains(get(row)));
  }

  /** Whether two cells are the same text. */
  boolean same(int row, int other) {
    return Arrays.equals(bytes, start(row), ends[row], bytes, start(other), ends[other]);
  }

  void removeLast() {
    size--;
  }

  /** A column of the cells of these rows, in any order and as often as named. */
  TextColumn select(int[] rows) {
    TextColumn selected = new TextColumn(missing);
    for (int row : rows) {
      selected.add(bytes, start(row), ends[row] - start(row));
    }
    return selected;
  }
}
