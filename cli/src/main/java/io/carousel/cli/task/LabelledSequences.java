package io.carousel.cli.task;

import io.carousel.data.ColumnSpread;
import io.carousel.data.Scaler;
import io.carousel.data.Sequence;
import io.carousel.data.Series;
import io.carousel.internal.Require;
import io.carousel.internal.Shown;
import io.carousel.io.CsvTable;
import io.carousel.io.FeatureEncoding;
import io.carousel.io.Reading;
import io.carousel.io.Recipe;
import io.carousel.io.TableTimes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The sequences of a csv file, unscaled, with the texts of their labels.
 *
 * @param table the file, missing cells treated
 * @param times of the rows, or null if they are not known
 * @param encoding of the features
 * @param labelColumn the column of the class, or null if the labels are not known
 * @param ids of the sequences
 * @param rows of each sequence in the table
 * @param features of each sequence
 */
record LabelledSequences(
    CsvTable table,
    TableTimes times,
    FeatureEncoding encoding,
    String labelColumn,
    List<String> ids,
    List<int[]> rows,
    List<Series> features) {

  static LabelledSequences of(
      CsvTable table,
      Reading reading,
      FeatureEncoding encoding,
      String idColumn,
      String labelColumn) {
    Map<String, int[]> groups = table.bySeries(idColumn);
    TableTimes times =
        reading.timeColumn() == null ? null : new TableTimes(table, reading, groups.values());
    if (times != null) {
      groups.forEach(times::order);
    }
    List<Series> features = new ArrayList<>();
    groups.forEach((id, rows) -> features.add(encoding.apply(table, rows, id)));
    return new LabelledSequences(
        table,
        times,
        encoding,
        labelColumn,
        List.copyOf(groups.keySet()),
        List.copyOf(groups.values()),
        features);
  }

  /** The sequences of a file for a model that is trained already. */
  static LabelledSequences read(Path file, Recipe.Classification recipe, boolean labelled) {
    String label = labelled ? recipe.labelColumn() : null;
    String time = recipe.reading().timeColumn();
    String id = recipe.sequenceIdColumn();
    List<String> lookedAt = labelled ? List.of(label) : List.of();
    CsvTable table =
        Tables.read(
            file,
            recipe.reading(),
            recipe.features(),
            Arrays.asList(label, time, id),
            lookedAt,
            id);
    return of(table, recipe.reading(), recipe.features(), id, label);
  }

  int size() {
    return ids.size();
  }

  /** Some of the sequences, in this order. */
  LabelledSequences select(int[] which) {
    return new LabelledSequences(
        table,
        times,
        encoding,
        labelColumn,
        Arrays.stream(which).mapToObj(ids::get).toList(),
        Arrays.stream(which).mapToObj(rows::get).toList(),
        Arrays.stream(which).mapToObj(features::get).toList());
  }

  /** The different labels in sorted order. */
  List<String> labels() {
    TreeSet<String> labels = new TreeSet<>();
    rows.forEach(members -> Arrays.stream(members).forEach(row -> labels.add(label(row))));
    return List.copyOf(labels);
  }

  /** The label of a sequence's first step. */
  String firstLabel(int i) {
    return label(rows.get(i)[0]);
  }

  /** The sequences all of whose labels are among these. */
  LabelledSequences known(List<String> labels) {
    Set<String> known = new HashSet<>(labels);
    return select(
        IntStream.range(0, size())
            .filter(i -> Arrays.stream(rows.get(i)).allMatch(row -> known.contains(label(row))))
            .toArray());
  }

  /** Lines about what looks as if it was not meant. */
  List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    int[] scattered = IntStream.range(0, size()).filter(i -> isScattered(rows.get(i))).toArray();
    if (scattered.length > 0) {
      remarks.add(
          scattered.length
              + " of "
              + size()
              + " sequences stand in several blocks of rows (the first: "
              + ids.get(scattered[0])
              + "); if files with the same ids were put together, give each file ids of its own");
    }
    sameNumber().ifPresent(remarks::add);
    return remarks;
  }

  private static Double number(String label) {
    try {
      return Double.valueOf(label);
    } catch (NumberFormatException e) {
      return null; // not a number, as most labels
    }
  }

  private static boolean isScattered(int[] rows) {
    return rows[rows.length - 1] - rows[0] != rows.length - 1;
  }

  /** Says so where two labels are one number written in two ways. */
  private Optional<String> sameNumber() {
    Map<Double, String> numbers = new HashMap<>();
    for (String label : labels()) {
      Double number = number(label);
      String same = number == null ? null : numbers.putIfAbsent(number, label);
      if (same != null) {
        return Optional.of(
            "labels "
                + same
                + " and "
                + label
                + " are taken for two classes; write them alike if they are one");
      }
    }
    return Optional.empty();
  }

  private String label(int row) {
    return table.text(row, labelColumn);
  }

  /** Means and deviations of the features over all steps. */
  Scaler scaler() {
    return Scaler.fit(features, allRows());
  }

  /** How each feature is spread over all steps. */
  List<ColumnSpread> spreads() {
    return ColumnSpread.of(features, features.get(0).columns(), allRows());
  }

  private int[] allRows() {
    return features.stream().mapToInt(Series::rows).toArray();
  }

  /** One sequence scaled, with its class if the labels are known. */
  Sequence sequence(int i, Recipe.Classification recipe) {
    Sequence bare = Sequence.of(scaled(features.get(i), recipe.scaler()));
    if (labelColumn == null) {
      return bare;
    }
    return recipe.perStep()
        ? bare.withLabels(Arrays.stream(rows.get(i)).map(row -> number(row, recipe)).toArray())
        : bare.withLabel(sharedLabel(i, recipe));
  }

  private static float[][] scaled(Series series, Scaler scaler) {
    float[][] steps = new float[series.rows()][series.columns().size()];
    for (int t = 0; t < steps.length; t++) {
      for (int c = 0; c < steps[t].length; c++) {
        steps[t][c] = scaler.scale(c, series.value(t, c));
      }
    }
    return steps;
  }

  /** The label's number, which training must have seen. */
  private int number(int row, Recipe.Classification recipe) {
    int number = recipe.labels().indexOf(label(row));
    Require.that(
        number >= 0,
        () ->
            "a label must be one of "
                + Shown.list(recipe.labels())
                + " as in the training part, row="
                + table.line(row)
                + ", column="
                + labelColumn
                + ", label="
                + label(row)
                + ", file="
                + table.file()
                + "; train with sequences of every label, or try another --seed or --split");
    return number;
  }

  private int sharedLabel(int i, Recipe.Classification recipe) {
    int first = rows.get(i)[0];
    for (int row : rows.get(i)) {
      Require.that(
          label(row).equals(label(first)),
          "a sequence must have one label, sequence="
              + ids.get(i)
              + ", labels="
              + label(first)
              + " and "
              + label(row)
              + ", row="
              + table.line(row)
              + ", file="
              + table.file()
              + "; choose --per-step to classify each step");
    }
    return number(first, recipe);
  }
}
