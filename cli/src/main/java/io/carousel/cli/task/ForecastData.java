package io.carousel.cli.task;

import io.carousel.data.Horizon;
import io.carousel.data.NaiveForecast;
import io.carousel.data.Scaler;
import io.carousel.data.Series;
import io.carousel.data.WindowSet;
import io.carousel.data.Windows;
import io.carousel.io.CsvTable;
import io.carousel.io.FeatureEncoding;
import io.carousel.io.Recipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The series of a csv file and their windows.
 *
 * @param table the file, missing cells treated
 * @param encoding of the feature columns
 * @param windows of all its series
 */
record ForecastData(CsvTable table, FeatureEncoding encoding, Windows windows) {
  private static final int LONGEST_SEASON = 1000;

  /** The data of a model that is trained already. */
  static ForecastData read(Path file, Recipe.Forecast recipe) {
    List<String> columns = new ArrayList<>(recipe.features().columnNames());
    recipe.targets().stream().filter(t -> !columns.contains(t)).forEach(columns::add);
    CsvTable table = Tables.read(file, columns, recipe.missing(), recipe.seriesIdColumn());
    return of(
        table,
        recipe.features(),
        recipe.targets(),
        recipe.timeColumn(),
        recipe.seriesIdColumn(),
        recipe.window(),
        recipe.horizon());
  }

  static ForecastData of(
      CsvTable table,
      FeatureEncoding encoding,
      List<String> targets,
      String time,
      String seriesId,
      int window,
      int horizon) {
    FeatureEncoding all = encoding.including(targets);
    List<Series> series = new ArrayList<>();
    table.bySeries(seriesId).forEach((id, rows) -> series.add(all.apply(table, rows, id)));
    if (time != null) {
      table.checkTimeOrder(time, seriesId);
    }
    Windows windows =
        Windows.of(series, window)
            .features(encoding.names().toArray(String[]::new))
            .targets(targets, Horizon.next(horizon))
            .standardized();
    return new ForecastData(table, encoding, windows);
  }

  /** All windows, scaled as in training. */
  WindowSet all(Scaler scaler) {
    return windows.all(scaler);
  }

  /** The season of the first target in the training rows of the first series; 1 for none. */
  int season(double trainingShare) {
    Series first = windows.series().get(0);
    int rows = (int) Math.round(first.rows() * trainingShare);
    int longest = Math.min(rows / 3, LONGEST_SEASON);
    return NaiveForecast.season(first, windows.targets().get(0), rows, longest);
  }
}
