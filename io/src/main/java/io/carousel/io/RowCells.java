package io.carousel.io;

import io.carousel.io.NumberText.Found;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts the cells of rows into the columns that are kept. */
final class RowCells {
  private final CsvSource source;
  private final NumberText parser;
  private final NumberColumn[] numbers;
  private final TextColumn[] texts;
  private IllegalArgumentException fault;

  RowCells(CsvSource source, CsvColumns kept) {
    this.source = source;
    parser = new NumberText(source.format());
    numbers = new NumberColumn[source.columns().size()];
    texts = new TextColumn[numbers.length];
    requireAll(kept);
    Set<String> missing = new HashSet<>(source.format().missing());
    for (int i = 0; i < numbers.length; i++) {
      String name = source.columns().get(i);
      numbers[i] = kept.numbers().contains(name) ? new NumberColumn() : null;
      texts[i] = kept.texts().contains(name) ? new TextColumn(missing) : null;
    }
  }

  private void requireAll(CsvColumns kept) {
    Set<String> known = new HashSet<>(source.columns());
    for (Set<String> names : List.of(kept.numbers(), kept.texts())) {
      names.stream().filter(name -> !known.contains(name)).sorted().forEach(source::require);
    }
  }

  /** Takes a cell; what is wrong with it waits for {@link #throwFault}. */
  void take(long line, int position, char[] text, int from, int count) {
    if (position >= numbers.length) {
      return; // the row has too many cells, which its end will say
    }
    if (texts[position] != null) {
      texts[position].add(text, from, count);
    }
    if (numbers[position] != null) {
      Found found = parser.read(text, from, count);
      numbers[position].add(parser.value());
      if (fault == null && (found == Found.NOT_FINITE || found == Found.OTHER)) {
        fault = fault(found, line, position, new String(text, from, count));
      }
    }
  }

  private IllegalArgumentException fault(Found found, long line, int position, String text) {
    String place = source.place(line, source.columns().get(position), text);
    return new IllegalArgumentException(
        found == Found.NOT_FINITE
            ? "a number must be finite in 64 bits, "
                + place
                + "; correct the cell, or empty it and choose what to do with --missing"
            : "a cell must be a number, " + place + "; " + CellFault.remedy(text));
  }

  /** Throws if a cell of the row was no number where one is due. */
  void throwFault() {
    if (fault != null) {
      throw fault;
    }
  }

  /** Takes the first cells of the row back. */
  void removeLast(int count) {
    for (int i = 0; i < Math.min(count, numbers.length); i++) {
      if (numbers[i] != null) {
        numbers[i].removeLast();
      }
      if (texts[i] != null) {
        texts[i].removeLast();
      }
    }
  }

  CsvTable table(Lines lines) {
    Map<String, NumberColumn> byNumbers = new LinkedHashMap<>();
    Map<String, TextColumn> byTexts = new LinkedHashMap<>();
    for (int i = 0; i < numbers.length; i++) {
      String name = source.columns().get(i);
      if (numbers[i] != null) {
        byNumbers.put(name, numbers[i]);
      }
      if (texts[i] != null) {
        byTexts.put(name, texts[i]);
      }
    }
    return new CsvTable(source, byNumbers, byTexts, lines, MissingReport.NOTHING);
  }
}
