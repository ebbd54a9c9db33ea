package io.carousel.cli;

import io.carousel.cli.option.PoolingOption;
import io.carousel.cli.option.TableOptions;
import io.carousel.cli.task.ForecastSettings;
import io.carousel.cli.task.ForecastTask;
import io.carousel.cli.terminal.Console;
import io.carousel.internal.Require;
import io.carousel.io.Reading;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a network to foretell the next rows of a series. */
@Command(
    name = "forecast",
    sortOptions = false,
    customSynopsis =
        "carousel train forecast --data FILE --target COL[,COL] --window N [OPTION...]",
    description = {
      "Train a network to foretell the next rows of one series or several.",
      "Rows are in time order; each series is cut by time into training, validation and test.",
      "Numbers are standardized with the statistics of the training part; errors are reported in"
          + " the data's own units, the loss is that of standardized numbers."
    },
    footer = {
      "%nExamples:",
      "  carousel train forecast --data prices.csv --target close --time day --window 48",
      "  carousel train forecast --data shops.csv --target sales --series-id shop --horizon 7 \\",
      "      --window 28 --categorical weekday --hidden 64 --patience 5"
    })
final class TrainForecastCommand extends TrainOnFile {
  @Option(
      names = "--target",
      order = -8,
      required = true,
      paramLabel = "COL[,COL]",
      description = "The columns to foretell. Quote a name that has a comma in it.")
  private String targets;

  @Mixin private TableOptions table = new TableOptions();

  @Option(
      names = "--series-id",
      order = -5,
      paramLabel = "COL",
      description = "The column that tells series apart; windows never cross series.")
  private String seriesId;

  @Option(
      names = "--window",
      order = -7,
      required = true,
      paramLabel = "N",
      description = "How many rows the network reads.")
  private int window;

  @Option(
      names = "--horizon",
      order = -6,
      paramLabel = "N",
      defaultValue = "1",
      description = "How many of the next rows it foretells. Default: ${DEFAULT-VALUE}.")
  private int horizon;

  @Option(
      names = "--season",
      order = -5,
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Time steps of one season, for the seasonal baseline; 0 finds it in the training part."
              + " Default: ${DEFAULT-VALUE}.")
  private int season;

  @Option(
      names = "--largest-gap",
      order = -5,
      paramLabel = "N",
      description =
          "How many time steps in a row may be missing without ending a window."
              + " Default: 4 for data of working days, which have holidays, else 0.")
  private Integer largestGap;

  @Mixin private PoolingOption pooling = new PoolingOption();

  TrainForecastCommand(Console console) {
    super(console);
  }

  private Reading reading() {
    return largestGap == null
        ? table.reading()
        : table.reading().withLargestGap(Require.notNegative(largestGap, "largestGap"));
  }

  @Override
  ForecastTask task() {
    return ForecastTask.of(
        new ForecastSettings(
            data().sources(),
            table.names("target", targets),
            table.columns(),
            seriesId,
            window,
            horizon,
            season,
            pooling.pooling(false),
            reading(),
            table.strict()));
  }
}
