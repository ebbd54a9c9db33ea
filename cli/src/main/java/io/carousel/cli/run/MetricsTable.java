package io.carousel.cli.run;

import io.carousel.metric.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Metrics as a table for people; what is not a number is shown as a dash. */
public final class MetricsTable {
  private MetricsTable() {}

  /** One line per row of metrics, a column per metric that any of them has. */
  public static String of(Map<String, Map<Metric, Double>> rows) {
    return of("", rows);
  }

  /** The same under a title. */
  static String of(String title, Map<String, Map<Metric, Double>> rows) {
    Set<Metric> columns = new TreeSet<>();
    rows.values().forEach(row -> columns.addAll(row.keySet()));
    int first = rows.keySet().stream().mapToInt(String::length).max().orElse(0);
    first = Math.max(first, title.length());
    List<String> lines = new ArrayList<>();
    StringBuilder header = new StringBuilder(padded(title, first));
    columns.forEach(c -> header.append(String.format("%12s", c.key())));
    lines.add(header.toString());
    for (Map.Entry<String, Map<Metric, Double>> row : rows.entrySet()) {
      lines.add(line(padded(row.getKey(), first), columns, row.getValue()));
    }
    return String.join("\n", lines);
  }

  private static String padded(String name, int width) {
    return name + " ".repeat(width - name.length());
  }

  private static String line(String name, Set<Metric> columns, Map<Metric, Double> row) {
    StringBuilder line = new StringBuilder(name);
    for (Metric column : columns) {
      Double value = row.get(column);
      line.append(String.format("%12s", value == null ? "" : shown(value)));
    }
    return line.toString().stripTrailing();
  }

  private static String shown(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.5g", value);
  }
}
