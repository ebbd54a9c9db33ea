package io.carousel.cli.task;

import io.carousel.internal.Require;
import io.carousel.internal.Shown;
import io.carousel.io.Reading;
import io.carousel.model.Pooling;
import java.util.List;

/**
 * What a forecast is to be.
 *
 * @param columns the features
 * @param seriesId the column that tells series apart, or null
 * @param season of the seasonal baseline in rows, 0 to find one
 * @param pooling how the steps of a window become one output
 * @param strict whether a series too short for a window is refused and not left out
 */
public record ForecastSettings(
    Sources sources,
    List<String> targets,
    Columns columns,
    String seriesId,
    int window,
    int horizon,
    int season,
    Pooling pooling,
    Reading reading,
    boolean strict) {
  public ForecastSettings {
    Require.positive(window, "window");
    Require.positive(horizon, "horizon");
    Require.notNegative(season, "season");
    for (String target : targets) {
      Require.that(
          !columns.categorical().contains(target),
          "a target must be a column of numbers, target="
              + target
              + ", categorical="
              + Shown.list(columns.categorical()));
    }
  }
}
