package io.carousel.cli.run;

import io.carousel.cli.task.Exam;
import io.carousel.cli.task.Part;
import io.carousel.cli.task.Task;
import io.carousel.metric.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a tired person would not see in the numbers of a run, in plain sentences. */
public final class Cautions {
  /** Below this many examples, one more or less changes a mean by more than 3 percent. */
  private static final int FEW = 30;

  private Cautions() {}

  /** What is to be said before training. */
  public static List<String> before(Task task, RunSettings settings) {
    int examples = task.training().size();
    long perUpdate = (long) settings.batch() * settings.accumulate();
    boolean once =
        switch (task.recipe().kind()) {
          case FORECAST, CLASSIFICATION -> examples <= perUpdate;
          case NONE, LANGUAGE -> false; // a text is cut into many batches
        };
    return once
        ? List.of(
            "one update per epoch: all "
                + examples
                + " training examples fit one update of batch="
                + settings.batch()
                + (settings.accumulate() == 1 ? "" : ", accumulate=" + settings.accumulate())
                + "; a smaller --batch learns in fewer epochs")
        : List.of();
  }

  /** What is to be said about the outcome. */
  public static List<String> after(Task task, Outcome outcome) {
    List<String> cautions = new ArrayList<>();
    Exam test = task.exam(Part.TEST);
    if (test != null && test.batches().data().size() < FEW) {
      int size = test.batches().data().size();
      cautions.add(
          "the test part has only "
              + size
              + (size == 1 ? " example" : " examples")
              + ": its numbers may be chance; give it more with --split or --test");
    }
    Map<Metric, Double> scores = outcome.metrics().getOrDefault(Part.TEST, Map.of());
    if (scores.containsKey(Metric.RMSE)) {
      addVerdict(scores, outcome.baseline(), cautions);
    }
    return cautions;
  }

  private static void addVerdict(
      Map<Metric, Double> model, Map<String, Map<Metric, Double>> baseline, List<String> cautions) {
    baseline.entrySet().stream()
        .min(Map.Entry.comparingByValue((a, b) -> Double.compare(rmse(a), rmse(b))))
        .filter(best -> rmse(best.getValue()) <= rmse(model))
        .ifPresent(
            best ->
                cautions.add(
                    String.format(
                        Locale.ROOT,
                        "the model is no better than the %s forecast on the test part, rmse=%.5g,"
                            + " %s rmse=%.5g; train longer or with other features, or use that"
                            + " forecast",
                        best.getKey(),
                        rmse(model),
                        best.getKey(),
                        rmse(best.getValue()))));
  }

  private static double rmse(Map<Metric, Double> metrics) {
    return metrics.get(Metric.RMSE);
  }
}
