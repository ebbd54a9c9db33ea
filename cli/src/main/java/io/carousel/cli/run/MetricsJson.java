package io.carousel.cli.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.carousel.cli.task.Measures;
import io.carousel.cli.task.Part;
import io.carousel.cli.task.TargetMeasures;
import io.carousel.metric.Metric;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Metrics and other outcomes as JSON for machines; what is not a finite number is null. */
public final class MetricsJson {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private MetricsJson() {}

  /** The whole of metrics.json. */
  public static String of(Outcome outcome, String task, long seed, Map<String, Object> options) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("task", task);
    document.put("backend", outcome.backend());
    document.put("parameters", outcome.model().layout().size());
    document.put("epochs", outcome.report().history().size());
    document.put("seconds", finite(outcome.report().seconds()));
    document.put("sequencesPerSecond", finite(outcome.report().sequencesPerSecond()));
    document.put("timeStepsPerSecond", finite(outcome.report().timeStepsPerSecond()));
    for (Part part : Part.values()) {
      Measures measures = outcome.metrics().get(part);
      document.put(part.key(), measures == null ? Map.of() : of(measures));
    }
    Map<String, Object> baseline = new LinkedHashMap<>();
    outcome.baseline().forEach((name, metrics) -> baseline.put(name, of(metrics)));
    document.put("baseline", baseline);
    document.put("seed", seed);
    document.put("options", options);
    return write(document);
  }

  /** Measures: overall ones by their keys, and of a forecast those by row and by target. */
  public static Map<String, Object> of(Measures measures) {
    Map<String, Object> document = byKey(measures.overall());
    if (!measures.targets().isEmpty()) {
      document.put("byHorizon", byHorizon(measures.byHorizon()));
      Map<String, Object> targets = new LinkedHashMap<>();
      measures.targets().forEach((name, target) -> targets.put(name, target(target)));
      document.put("targets", targets);
    }
    return document;
  }

  private static Map<String, Object> target(TargetMeasures target) {
    Map<String, Object> document = byKey(target.overall());
    document.put("byHorizon", byHorizon(target.byHorizon()));
    return document;
  }

  private static List<Map<String, Object>> byHorizon(List<Map<Metric, Double>> rows) {
    return rows.stream().map(MetricsJson::byKey).toList();
  }

  /** Metrics under the keys that files show. */
  static Map<String, Object> byKey(Map<Metric, Double> metrics) {
    Map<String, Object> byKey = new LinkedHashMap<>();
    metrics.forEach((metric, value) -> byKey.put(metric.key(), finite(value)));
    return byKey;
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  /** Any document of maps, lists, texts and numbers. */
  public static String write(Object document) {
    try {
      return JSON.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
