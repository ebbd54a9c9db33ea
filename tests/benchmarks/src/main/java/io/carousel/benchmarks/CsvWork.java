package io.carousel.benchmarks;

import io.carousel.data.Series;
import io.carousel.io.CsvReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of numbers that is read as a user reads it. */
final class CsvWork implements AutoCloseable {
  static final int ROWS = 20_000;
  private static final String[] COLUMNS = {"open", "high", "low", "close"};

  private final Path file;
  private final double[] numbers = Numbers.series(ROWS, COLUMNS.length);

  CsvWork() throws IOException {
    file = Files.createTempFile("carousel", ".csv");
    StringBuilder text = new StringBuilder(String.join(",", COLUMNS)).append('\n');
    for (int i = 0; i < numbers.length; i++) {
      text.append(numbers[i]).append(i % COLUMNS.length == COLUMNS.length - 1 ? '\n' : ',');
    }
    Files.writeString(file, text);
  }

  /** Compares what is read with what was written. */
  static CsvWork checked() throws IOException {
    CsvWork work = new CsvWork();
    Series series = work.read();
    for (int i = 0; i < work.numbers.length; i++) {
      if (series.value(i / COLUMNS.length, i % COLUMNS.length) != work.numbers[i]) {
        throw new IllegalStateException(
            "a file must be read as it was written before anything is timed, row="
                + i / COLUMNS.length
                + "; run the tests of carousel-io");
      }
    }
    Counted.perCall(ROWS, 0);
    return work;
  }

  Series read() {
    return CsvReader.series(file, COLUMNS);
  }

  @Override
  public void close() throws IOException {
    Files.delete(file);
  }
}
