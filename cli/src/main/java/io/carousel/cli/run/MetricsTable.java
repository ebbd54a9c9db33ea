package io.carousel.cli.run;

import io.carousel.metric.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Metrics as a table for people. */
public final class MetricsTable {
  private MetricsTable() {}

  /** One line per row of metrics, a column per metric that any of them has. */
  public static String of(Map<String, Map<Metric, Double>> rows) {
    Set<Metric> columns = new TreeSet<>();
    rows.values().forEach(row -> columns.addAll(row.keySet()));
    int first = rows.keySet().stream().mapToInt(String::length).max().orElse(0);
    List<String> lines = new ArrayList<>();
    StringBuilder header = new StringBuilder(" ".repeat(first));
    columns.forEach(c -> header.append(String.format("%12s", c.key())));
    lines.add(header.toString());
    rows.forEach((name, row) -> lines.add(line(name, first, columns, row)));
    return String.join("\n", lines);
  }

  private static String line(String name, int width, Set<Metric> columns, Map<Metric, Double> row) {
    StringBuilder line = new StringBuilder(name).append(" ".repeat(width - name.length()));
    for (Metric column : columns) {
      Double value = row.get(column);
      line.append(value == null ? " ".repeat(12) : String.format(Locale.ROOT, "%12.5g", value));
    }
    return line.toString().stripTrailing();
  }
}
