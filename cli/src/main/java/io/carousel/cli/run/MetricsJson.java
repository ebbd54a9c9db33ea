package io.carousel.cli.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.carousel.cli.task.Part;
import io.carousel.metric.Metric;
import java.util.LinkedHashMap;
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
      document.put(part.key(), byKey(outcome.metrics().getOrDefault(part, Map.of())));
    }
    Map<String, Object> baseline = new LinkedHashMap<>();
    outcome.baseline().forEach((name, metrics) -> baseline.put(name, byKey(metrics)));
    document.put("baseline", baseline);
    document.put("seed", seed);
    document.put("options", options);
    return write(document);
  }

  /** Metrics under the keys that files show. */
  public static Map<String, Object> byKey(Map<Metric, Double> metrics) {
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
