package io.carousel.cli.option;

import io.carousel.cli.task.Columns;
import io.carousel.io.Reading;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which columns of a csv file a network reads, and how. */
public final class TableOptions {
  @Option(
      names = "--features",
      order = -4,
      paramLabel = "COL[,COL]",
      description =
          "The columns that the network reads. Default: all that have a name, but those that other"
              + " options name as time, id or label. Quote a name that has a comma in it; #1 is the"
              + " first column if it has no name.")
  private String features;

  @Option(
      names = "--categorical",
      order = -4,
      paramLabel = "COL[,COL]",
      description = "Features that hold categories; each becomes one 0/1 input per category.")
  private String categorical;

  @Option(
      names = "--time",
      order = -5,
      paramLabel = "COL",
      description = "The column of times, which must ascend; no feature.")
  private String time;

  @Option(
      names = "--time-format",
      order = -5,
      paramLabel = "PATTERN",
      description =
          "How times are written, such as dd/MM/yyyy or yyyy-MM-dd HH:mm. Default: found by"
              + " looking, where only one reading is possible.")
  private String timeFormat;

  @Option(
      names = "--time-zone",
      order = -5,
      paramLabel = "ZONE",
      description =
          "The zone of clocks that name none, such as Europe/Berlin, where an hour comes twice or"
              + " not at all when clocks change.")
  private String timeZone;

  @Option(
      names = "--strict",
      order = -3,
      description =
          "Refuse what would be left out with a remark: series too short, classes too rare.")
  private boolean strict;

  @Mixin private ReadingOptions reading = new ReadingOptions();

  /** The columns that are read, checked. */
  public Columns columns() {
    return new Columns(
        features == null ? null : ListText.parse("features", features),
        categorical == null ? List.of() : ListText.parse("categorical", categorical));
  }

  /** The names in the value of an option. */
  public List<String> names(String option, String text) {
    return ListText.parse(option, text);
  }

  /** Whether nothing may be left out. */
  public boolean strict() {
    return strict;
  }

  /** How files are read. */
  public Reading reading() {
    return reading.over(Reading.STANDARD.withTime(time, timeFormat, timeZone));
  }
}
