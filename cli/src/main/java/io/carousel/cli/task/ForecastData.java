package io.carousel.cli.task;

import io.carousel.data.Horizon;
import io.carousel.data.Scaler;
import io.carousel.data.Season;
import io.carousel.data.Series;
import io.carousel.data.WindowSet;
import io.carousel.data.Windows;
import io.carousel.internal.Shown;
import io.carousel.io.CsvTable;
import io.carousel.io.FeatureEncoding;
import io.carousel.io.Reading;
import io.carousel.io.Recipe;
import io.carousel.io.TableTimes;
import io.carousel.io.time.TimeStep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The series of a csv file and their windows.
 *
 * @param encoding of the feature columns
 * @param reading how it was read, with the format of its times
 * @param step between rows, or null where no time is read
 * @param windows of all its series
 * @param remarks what was read, dropped, filled and left out, a line each
 */
record ForecastData(
    FeatureEncoding encoding,
    Reading reading,
    TimeStep step,
    Windows windows,
    List<String> remarks) {
  private static final int LONGEST_SEASON = 1000;

  /** The data to train on. */
  static ForecastData read(ForecastSettings s) {
    TableRequest request =
        new TableRequest(
            s.sources().data(), s.reading(), s.columns(), s.targets(), s.seriesId(), null);
    TableRequest.Read read = request.read();
    CsvTable table = read.table();
    List<String> features = read.features();
    FeatureEncoding encoding =
        FeatureEncoding.fit(table, features, s.columns().categorical(), s.reading().missing());
    List<String> remarks = new ArrayList<>(List.of(Tables.describe(table)));
    remarks.addAll(Tables.unnamedRemarks(s.columns().unnamed(table.columnNames())));
    List<String> inputs = features.stream().filter(f -> !s.targets().contains(f)).toList();
    remarks.addAll(Tables.rowNumberRemarks(table, inputs));
    FeatureEncoding all = encoding.including(s.targets());
    SeriesOfTable.Found found =
        new SeriesOfTable(table, all, features, s.targets(), s.reading()).bySeries(s.seriesId());
    remarks.addAll(found.timeStep());
    remarks.addAll(found.gaps().remarksWithAdvice());
    return of(
        found.series(),
        encoding,
        known(s.reading(), found.times()),
        stepOf(found),
        s.targets(),
        s.window(),
        s.horizon(),
        s.strict(),
        remarks);
  }

  /** The data of a model that is trained already. */
  static ForecastData read(Path file, Recipe.Forecast recipe, boolean strict) {
    FeatureEncoding all = recipe.features().including(recipe.targets());
    CsvTable table =
        Tables.read(
            file,
            recipe.reading(),
            all,
            Arrays.asList(recipe.reading().timeColumn(), recipe.seriesIdColumn()),
            List.of(),
            recipe.seriesIdColumn());
    SeriesOfTable.Found found =
        new SeriesOfTable(
                table, all, recipe.features().columnNames(), recipe.targets(), recipe.reading())
            .bySeries(recipe.seriesIdColumn());
    List<String> remarks = new ArrayList<>(List.of(Tables.describe(table)));
    remarks.addAll(found.timeStep());
    remarks.addAll(found.gaps().remarks());
    return of(
        found.series(),
        recipe.features(),
        recipe.reading(),
        stepOf(found),
        recipe.targets(),
        recipe.window(),
        recipe.horizon(),
        strict,
        remarks);
  }

  /**
   * Later files are read as this one was found to be written: they may have too few rows to tell.
   */
  static Reading known(Reading reading, TableTimes times) {
    return times == null
        ? reading
        : reading.withTime(reading.timeColumn(), times.format(), reading.timeZone());
  }

  private static TimeStep stepOf(SeriesOfTable.Found found) {
    return found.times() == null ? null : found.times().step();
  }

  private static ForecastData of(
      List<Series> series,
      FeatureEncoding encoding,
      Reading reading,
      TimeStep step,
      List<String> targets,
      int window,
      int horizon,
      boolean strict,
      List<String> readRemarks) {
    List<String> remarks = new ArrayList<>(readRemarks);
    List<Series> kept = LongEnough.of(series, (long) window + horizon, strict, remarks);
    Windows windows =
        Windows.of(kept, window)
            .features(encoding.names().toArray(String[]::new))
            .targets(targets, Horizon.next(horizon))
            .standardized();
    remarks.addAll(leftOut(windows));
    return new ForecastData(encoding, reading, step, windows, remarks);
  }

  /** Lines about windows that are left out for what they foretell or know. */
  private static List<String> leftOut(Windows windows) {
    List<String> lines = new ArrayList<>();
    int filled = windows.foretellingFilledRows();
    if (filled > 0) {
      lines.add(
          "left out "
              + Shown.count(filled, "window")
              + " that would foretell a missing cell, which was filled in");
    }
    int later = windows.endingOnLaterRows();
    if (later > 0) {
      lines.add(
          "left out "
              + Shown.count(later, "window")
              + " whose last row was filled from later rows, which it would foretell;"
              + " --missing forward-fill or mask fills from earlier ones");
    }
    return lines;
  }

  /** All windows, scaled as in training. */
  WindowSet all(Scaler scaler) {
    return windows.all(scaler);
  }

  /** The season of the first target in the training rows of the first series. */
  Season season(double trainingShare) {
    Series first = windows.series().get(0);
    int rows = (int) Math.round(first.rows() * trainingShare);
    int longest = Math.min(rows / 3, LONGEST_SEASON);
    List<Integer> usual = step == null ? List.of() : step.seasons();
    return Season.of(first, windows.targets().get(0), rows, longest, usual);
  }
}
