package io.carousel.cli.task;

import io.carousel.data.Scaler;
import io.carousel.data.Season;
import io.carousel.data.WindowSet;
import io.carousel.data.WindowSplit;
import io.carousel.internal.Shown;
import io.carousel.io.Recipe;
import io.carousel.io.time.TimeStep;
import io.carousel.loss.Loss;
import io.carousel.model.NetworkSpec;
import io.carousel.model.Pooling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Numbers in the future of series, from windows of their past. */
public final class ForecastTask implements Task {
  private final Recipe.Forecast recipe;
  private final Map<Part, WindowSet> parts = new EnumMap<>(Part.class);
  private final List<String> summary = new ArrayList<>();
  private final Pooling pooling;

  private ForecastTask(ForecastSettings s) {
    pooling = s.pooling();
    ForecastData data = ForecastData.read(s);
    summary.addAll(data.remarks());
    Shares split = s.sources().split();
    WindowSplit cut = data.windows().split(split.training(), split.validation(), split.test());
    Season season = s.season() > 0 ? new Season(s.season(), 0) : data.season(split.training());
    recipe = recipe(s, data, cut.training().scaler(), season.rows());
    put(Part.TRAIN, cut.training());
    put(Part.VALIDATION, other(s.sources().validation(), cut.validation(), s.strict()));
    put(Part.TEST, other(s.sources().test(), cut.test(), s.strict()));
    describe(data, s);
    summary.add(s.season() > 0 ? seasonGiven(season) : seasonFound(season, data.step()));
    summary.addAll(Spreads.remarks(data.windows().spreads(split.training())));
  }

  /** Reads the files and cuts them into windows. */
  public static ForecastTask of(ForecastSettings settings) {
    return new ForecastTask(settings);
  }

  private static Recipe.Forecast recipe(
      ForecastSettings s, ForecastData data, Scaler scaler, int season) {
    return new Recipe.Forecast(
        data.encoding(),
        s.targets(),
        s.window(),
        s.horizon(),
        season,
        scaler,
        s.seriesId(),
        data.reading());
  }

  private WindowSet other(Path file, WindowSet cut, boolean strict) {
    if (file == null) {
      return cut;
    }
    ForecastData data = ForecastData.read(file, recipe, strict);
    summary.addAll(data.remarks());
    return data.all(recipe.scaler());
  }

  private void put(Part part, WindowSet windows) {
    if (windows.size() > 0) {
      parts.put(part, windows);
    }
  }

  private void describe(ForecastData data, ForecastSettings s) {
    StringBuilder windows = new StringBuilder("windows of " + Shown.count(s.window(), "row"));
    windows.append(" to the next ").append(Shown.count(s.horizon(), "row")).append(':');
    parts.forEach(
        (part, set) -> windows.append(' ').append(part.key()).append(' ').append(set.size()));
    windows.append(", from ").append(data.windows().series().size()).append(" series");
    summary.add(windows.toString());
    summary.add(
        "features "
            + Shown.list(recipe.features().names())
            + ", targets "
            + Shown.list(recipe.targets()));
  }

  private static String seasonGiven(Season season) {
    return "season of the seasonal baseline: " + Shown.count(season.rows(), "row");
  }

  private static String seasonFound(Season season, TimeStep step) {
    if (season.equals(Season.NONE)) {
      return "season of the seasonal baseline: none found in the training part, so it repeats the"
          + " last value; set it with --season";
    }
    boolean usual = step != null && step.seasons().contains(season.rows());
    return seasonGiven(season)
        + String.format(
            Locale.ROOT,
            " (in the training part, changes that far apart correlate by %.2f%s; set it with"
                + " --season)",
            season.correlation(),
            usual ? ", and it is usual for a time step of " + step : "");
  }

  @Override
  public Recipe recipe() {
    return recipe;
  }

  @Override
  public NetworkSpec network(Body body) {
    NetworkSpec input = NetworkSpec.input(recipe.features().width());
    return body.perSequence(input, pooling, recipe.horizon() * recipe.targets().size());
  }

  @Override
  public Loss loss() {
    return Loss.meanSquaredError();
  }

  @Override
  public WindowSet training() {
    return parts.get(Part.TRAIN);
  }

  @Override
  public WindowSet validation() {
    return parts.get(Part.VALIDATION);
  }

  /** The windows of the test part, or null. */
  public WindowSet test() {
    return parts.get(Part.TEST);
  }

  @Override
  public Exam exam(Part part) {
    return parts.containsKey(part) ? ForecastScore.exam(parts.get(part)) : null;
  }

  @Override
  public Map<String, Measures> baseline() {
    return test() == null ? Map.of() : ForecastScore.baseline(test(), recipe.season());
  }

  @Override
  public List<String> summary() {
    return List.copyOf(summary);
  }
}
