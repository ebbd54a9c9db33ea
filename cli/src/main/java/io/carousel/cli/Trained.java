package io.carousel.cli;

import io.carousel.cli.run.Cautions;
import io.carousel.cli.run.MeasuresTable;
import io.carousel.cli.run.MetricsJson;
import io.carousel.cli.run.Outcome;
import io.carousel.cli.run.RunFolder;
import io.carousel.cli.task.Measures;
import io.carousel.cli.task.Part;
import io.carousel.cli.task.Task;
import io.carousel.cli.terminal.Console;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A run that came to its end.
 *
 * @param json the content of metrics.json
 */
record Trained(Task task, Outcome outcome, String json) {

  /** Writes the metrics file. */
  static Trained written(
      Task task, Outcome outcome, long seed, Map<String, Object> options, RunFolder folder) {
    String json = MetricsJson.of(outcome, task.recipe().task(), seed, options);
    folder.writeMetrics(json + "\n");
    return new Trained(task, outcome, json);
  }

  void print(Console console, boolean asJson) {
    console.result(asJson ? json : table());
    Cautions.after(task, outcome).forEach(console::note);
  }

  private String table() {
    Map<String, Measures> rows = new LinkedHashMap<>();
    outcome.metrics().forEach((part, measures) -> rows.put(part.key(), measures));
    return MeasuresTable.of(rows, Part.TEST.key(), outcome.baseline());
  }
}
