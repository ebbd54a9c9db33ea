package io.carousel.cli.task;

import io.carousel.internal.Require;
import io.carousel.io.Missing;
import java.util.List;

/**
 * What a forecast is to be.
 *
 * @param features the columns read, or null for all but time and series id
 * @param categorical those among them that hold categories
 * @param time the column that must ascend, or null
 * @param seriesId the column that tells series apart, or null
 * @param season of the seasonal baseline in rows, 0 to find one
 */
public record ForecastSettings(
    Sources sources,
    List<String> targets,
    List<String> features,
    List<String> categorical,
    String time,
    String seriesId,
    int window,
    int horizon,
    int season,
    Missing missing) {
  public ForecastSettings {
    Require.positive(window, "window");
    Require.positive(horizon, "horizon");
    Require.notNegative(season, "season");
    for (String target : targets) {
      Require.that(
          !categorical.contains(target),
          "a target must be a column of numbers, target="
              + target
              + ", categorical="
              + categorical);
    }
  }
}
