package io.carousel.cli.task;

import io.carousel.data.Scaler;
import io.carousel.data.Series;
import io.carousel.internal.Positions;
import io.carousel.internal.Require;
import io.carousel.internal.Shown;
import io.carousel.io.CsvTable;
import io.carousel.io.Recipe;
import io.carousel.io.TableTimes;
import io.carousel.predict.Predictor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Forecasts of the rows after the end of each series. */
final class ForecastPrediction {
  private final Recipe.Forecast recipe;
  private final Predictor predictor;
  private final int steps;
  private final Scaler features;
  private final Scaler targets;

  ForecastPrediction(Recipe.Forecast recipe, Predictor predictor, int steps) {
    this.recipe = recipe;
    this.predictor = predictor;
    this.steps = Require.positive(steps, "steps");
    this.features = recipe.scaler().select(recipe.features().names());
    this.targets = recipe.scaler().select(recipe.targets());
    requireKnownFuture();
  }

  private void requireKnownFuture() {
    List<String> unknown = new ArrayList<>(recipe.features().names());
    unknown.removeAll(recipe.targets());
    Require.that(
        steps <= recipe.horizon() || unknown.isEmpty(),
        "steps beyond the model's horizon need every feature to be a target, steps="
            + steps
            + ", horizon="
            + recipe.horizon()
            + ", features that are no targets="
            + Shown.list(unknown)
            + "; use --steps "
            + recipe.horizon()
            + " or train with a longer --horizon");
  }

  /** The forecasts for a file: the series' id if there are several, the step, the targets. */
  List<List<String>> rows(Path file, Consumer<String> remarks) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(header());
    SeriesOfTable.Found found = read(file, remarks);
    List<Series> kept = kept(found, remarks);
    remarkOnGaps(kept, found, remarks);
    for (Series series : kept) {
      float[][] forecast = forecast(series);
      int[] members = found.rows().get(series.id());
      for (int step = 0; step < steps; step++) {
        String time = time(found.times(), members[members.length - 1], step + 1);
        rows.add(row(series.id(), step, time, forecast[step]));
      }
    }
    return rows;
  }

  /** The time of a foretold row, or its number from 1 where times are not known. */
  private static String time(TableTimes times, int lastRow, int step) {
    String time = times == null ? null : times.textAfter(lastRow, step);
    return time == null ? String.valueOf(step) : time;
  }

  /** The features only: what is foretold need not be in the file unless the model reads it. */
  private SeriesOfTable.Found read(Path file, Consumer<String> remarks) {
    CsvTable table =
        Tables.read(
            file,
            recipe.reading(),
            recipe.features(),
            Arrays.asList(recipe.reading().timeColumn(), recipe.seriesIdColumn()),
            List.of(),
            recipe.seriesIdColumn());
    remarks.accept(Tables.describe(table));
    SeriesOfTable.Found found =
        new SeriesOfTable(table, recipe.features(), List.of(), List.of(), recipe.reading())
            .bySeries(recipe.seriesIdColumn());
    found.timeStep().forEach(remarks);
    return found;
  }

  private List<Series> kept(SeriesOfTable.Found found, Consumer<String> remarks) {
    List<String> said = new ArrayList<>();
    List<Series> kept = LongEnough.of(found.series(), recipe.window(), false, said);
    said.forEach(remarks);
    return kept;
  }

  /** The last window is what there is: it is read across a gap, which training never did. */
  private void remarkOnGaps(
      List<Series> kept, SeriesOfTable.Found found, Consumer<String> remarks) {
    List<Series> across = kept.stream().filter(one -> lastGap(one) >= 0).toList();
    if (across.isEmpty()) {
      return;
    }
    Series first = across.get(0);
    int gap = lastGap(first);
    long missing = first.step(gap) - first.step(gap - 1) - 1;
    remarks.accept(
        "the last window of "
            + across.size()
            + " series reaches across missing time steps, which no window did in training, so its"
            + " forecast may be poor (the first: "
            + first.id()
            + ", "
            + missing
            + " missing before row "
            + found.line(first.id(), gap)
            + ")");
  }

  /** The last row after a gap that the last window reaches across, or -1. */
  private int lastGap(Series series) {
    int gap = series.afterGap().length() - 1;
    return gap > series.rows() - recipe.window() ? gap : -1;
  }

  private List<String> header() {
    List<String> header = new ArrayList<>();
    if (recipe.seriesIdColumn() != null) {
      header.add(recipe.seriesIdColumn());
    }
    header.add(recipe.reading().timeColumn() == null ? "step" : recipe.reading().timeColumn());
    header.addAll(recipe.targets());
    return header;
  }

  private List<String> row(String id, int step, String time, float[] scaled) {
    List<String> row = new ArrayList<>();
    if (recipe.seriesIdColumn() != null) {
      row.add(id);
    }
    row.add(time);
    String place = "series=" + id + ", step=" + (step + 1);
    for (int k = 0; k < scaled.length; k++) {
      double value = Finite.require(targets.unscale(k, scaled[k]), k, place);
      row.add(Digits.text(value, targets.deviations().get(k)));
    }
    return row;
  }

  /** Scaled targets, [steps][targets]; forecasts are read back once the horizon is used up. */
  private float[][] forecast(Series series) {
    float[][] window = lastWindow(series);
    float[][] forecast = new float[steps][recipe.targets().size()];
    for (int done = 0; done < steps; done += recipe.horizon()) {
      float[] output = predictor.predict(window);
      int more = Math.min(recipe.horizon(), steps - done);
      for (int i = 0; i < more; i++) {
        System.arraycopy(output, i * targetCount(), forecast[done + i], 0, targetCount());
      }
      if (done + more < steps) {
        window = shifted(window, output);
      }
    }
    return forecast;
  }

  private int targetCount() {
    return recipe.targets().size();
  }

  private float[][] lastWindow(Series series) {
    Require.that(
        series.rows() >= recipe.window(),
        "a series must have the rows of one window, series="
            + series.id()
            + ", rows="
            + series.rows()
            + ", window="
            + recipe.window()
            + "; use more data");
    Series read = series.select(recipe.features().names());
    float[][] window = new float[recipe.window()][read.columns().size()];
    for (int t = 0; t < window.length; t++) {
      for (int c = 0; c < window[t].length; c++) {
        int row = series.rows() - window.length + t;
        window[t][c] = features.scale(c, read.value(row, c));
      }
    }
    return window;
  }

  /** The window moved on by a horizon; every feature is a target here. */
  private float[][] shifted(float[][] window, float[] output) {
    float[][] moved = new float[window.length][];
    for (int t = 0; t < window.length; t++) {
      int from = t + recipe.horizon();
      moved[t] = from < window.length ? window[from] : features(output, from - window.length);
    }
    return moved;
  }

  private float[] features(float[] output, int step) {
    int[] from = Positions.of(recipe.features().names(), recipe.targets(), "target");
    float[] row = new float[from.length];
    for (int c = 0; c < row.length; c++) {
      row[c] = output[step * targetCount() + from[c]];
    }
    return row;
  }
}
