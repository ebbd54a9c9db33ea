package io.carousel.cli.task;

import io.carousel.io.CsvColumns;
import io.carousel.io.CsvReader;
import io.carousel.io.CsvTable;
import io.carousel.io.Reading;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What training wants of a file.
 *
 * @param columns the features
 * @param numbers other columns of numbers: targets
 * @param groupColumn tells series or sequences apart, or null
 * @param labelColumn holds classes, or null
 */
record TableRequest(
    Path file,
    Reading reading,
    Columns columns,
    List<String> numbers,
    String groupColumn,
    String labelColumn) {

  /** The file, missing cells treated, and the features in it. */
  Read read() {
    CsvTable raw = CsvReader.read(file, reading.format(), this::choose);
    List<String> features = features(raw.columnNames());
    List<String> lookedAt =
        Stream.of(features.stream(), numbers.stream(), Stream.of(labelColumn))
            .flatMap(names -> names)
            .filter(Objects::nonNull)
            .toList();
    CsvTable table = raw.withMissing(reading.missing(), lookedAt, groupColumn);
    return new Read(table, features);
  }

  /**
   * A file as training sees it.
   *
   * @param features the names of the feature columns
   */
  record Read(CsvTable table, List<String> features) {}

  private List<String> features(List<String> header) {
    List<String> used = new ArrayList<>();
    Stream.of(reading.timeColumn(), groupColumn, labelColumn)
        .filter(Objects::nonNull)
        .forEach(used::add);
    return columns.features(header, used, file);
  }

  private CsvColumns choose(List<String> header) {
    Set<String> asNumbers = new LinkedHashSet<>(features(header));
    columns.categorical().forEach(asNumbers::remove);
    asNumbers.addAll(numbers);
    List<String> asTexts = new ArrayList<>(columns.categorical());
    Stream.of(reading.timeColumn(), groupColumn, labelColumn)
        .filter(Objects::nonNull)
        .forEach(asTexts::add);
    return CsvColumns.numbers(asNumbers).andTexts(asTexts);
  }
}
