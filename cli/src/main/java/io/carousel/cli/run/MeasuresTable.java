package io.carousel.cli.run;

import io.carousel.cli.task.Measures;
import io.carousel.metric.Metric;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures as tables for people: in all, by target if there are several, by foretold row. */
public final class MeasuresTable {
  /** More rows than that would be no overview. */
  private static final int MOST_ROWS = 8;

  private static final List<Metric> IN_UNITS = List.of(Metric.MAE, Metric.RMSE, Metric.R2);

  private MeasuresTable() {}

  /**
   * The tables.
   *
   * @param rows measures by the name of their row
   * @param detailed the row that is shown by target and by foretold row, if it is there
   * @param baseline what its targets are compared with, by name
   */
  public static String of(
      Map<String, Measures> rows, String detailed, Map<String, Measures> baseline) {
    Map<String, Map<Metric, Double>> overall = new LinkedHashMap<>();
    rows.forEach((name, measures) -> overall.put(name, measures.overall()));
    baseline.forEach((name, measures) -> overall.put(detailed + ", " + name, measures.overall()));
    StringBuilder tables = new StringBuilder(MetricsTable.of(overall));
    Measures detail = rows.get(detailed);
    if (detail != null && detail.targets().size() > 1) {
      tables.append("\n\n").append(byTarget(detailed, detail, baseline));
    }
    if (detail != null && detail.byHorizon().size() > 1) {
      tables.append("\n\n").append(byHorizon(detailed, detail.byHorizon()));
    }
    return tables.toString();
  }

  private static String byTarget(String name, Measures detail, Map<String, Measures> baseline) {
    Map<String, Map<Metric, Double>> rows = new LinkedHashMap<>();
    for (String target : detail.targets().keySet()) {
      rows.put(target, inUnits(detail, target));
      baseline.forEach((naive, m) -> rows.put(target + ", " + naive, inUnits(m, target)));
    }
    return MetricsTable.of(name + ", by target", rows);
  }

  private static Map<Metric, Double> inUnits(Measures measures, String target) {
    Map<Metric, Double> inUnits = new EnumMap<>(measures.targets().get(target).overall());
    inUnits.keySet().retainAll(IN_UNITS);
    return inUnits;
  }

  private static String byHorizon(String name, List<Map<Metric, Double>> byHorizon) {
    Map<String, Map<Metric, Double>> rows = new LinkedHashMap<>();
    int shown = Math.min(MOST_ROWS, byHorizon.size());
    for (int i = 0; i < shown; i++) {
      int row = Math.round((float) i * (byHorizon.size() - 1) / (shown - 1));
      rows.put(Integer.toString(row + 1), byHorizon.get(row));
    }
    return MetricsTable.of(name + ", by rows ahead", rows);
  }
}
