package io.carousel.cli.task;

import io.carousel.data.ColumnSpread;
import io.carousel.data.Scaler;
import io.carousel.data.Sequence;
import io.carousel.data.Series;
import io.carousel.internal.Require;
import io.carousel.io.CsvTable;
import io.carousel.io.FeatureEncoding;
import io.carousel.io.Recipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The sequences of a csv file, unscaled, with the texts of their labels.
 *
 * @param table the file, missing cells treated
 * @param labelColumn the column of the class, or null if the labels are not known
 * @param ids of the sequences
 * @param rows of each sequence in the table
 * @param features of each sequence
 */
record LabelledSequences(
    CsvTable table, String labelColumn, List<String> ids, List<int[]> rows, List<Series> features) {

  static LabelledSequences of(
      CsvTable table, FeatureEncoding encoding, String idColumn, String labelColumn) {
    Map<String, int[]> groups = table.bySeries(idColumn);
    List<Series> features = new ArrayList<>();
    groups.forEach((id, rows) -> features.add(encoding.apply(table, rows, id)));
    return new LabelledSequences(
        table, labelColumn, List.copyOf(groups.keySet()), List.copyOf(groups.values()), features);
  }

  /** The sequences of a file for a model that is trained already. */
  static LabelledSequences read(Path file, Recipe.Classification recipe, boolean labelled) {
    List<String> columns = new ArrayList<>(recipe.features().columnNames());
    if (labelled) {
      columns.add(recipe.labelColumn());
    }
    CsvTable table = Tables.read(file, columns, recipe.missing(), recipe.sequenceIdColumn());
    String label = labelled ? recipe.labelColumn() : null;
    return of(table, recipe.features(), recipe.sequenceIdColumn(), label);
  }

  int size() {
    return ids.size();
  }

  /** Some of the sequences, in this order. */
  LabelledSequences select(int[] which) {
    return new LabelledSequences(
        table,
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

  private String label(int row) {
    return table.text(row, labelColumn);
  }

  /** Means and deviations of the features over all steps. */
  Scaler scaler() {
    return Scaler.fit(features, allRows());
  }

  /** How each feature is spread over all steps. */
  List<ColumnSpread> spreads() {
    return features.get(0).columns().stream()
        .map(column -> ColumnSpread.of(features, column, allRows()))
        .toList();
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
        "a label must be one of "
            + recipe.labels()
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
