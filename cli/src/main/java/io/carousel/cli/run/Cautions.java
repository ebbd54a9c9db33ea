package io.carousel.cli.run;

import io.carousel.cli.task.Exam;
import io.carousel.cli.task.Measures;
import io.carousel.cli.task.Part;
import io.carousel.cli.task.TargetMeasures;
import io.carousel.cli.task.Task;
import io.carousel.internal.Shown;
import io.carousel.metric.Metric;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a tired person would not see in the numbers of a run, in plain sentences. */
public final class Cautions {
  /** Below this many examples, one more or less changes a mean by more than 3 percent. */
  private static final int FEW = 30;

  private static final int MOST_VERDICTS = 3;

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
              + Shown.count(size, "example")
              + ": its numbers may be chance; give it more with --split or --test");
    }
    Measures measures = outcome.metrics().get(Part.TEST);
    if (measures != null) {
      addVerdicts(measures.targets(), outcome.baseline(), cautions);
    }
    return cautions;
  }

  private static void addVerdicts(
      Map<String, TargetMeasures> model, Map<String, Measures> baseline, List<String> cautions) {
    List<String> verdicts = new ArrayList<>();
    for (String target : model.keySet()) {
      String of = model.size() == 1 ? "" : " of " + target;
      baseline.entrySet().stream()
          .min(Comparator.comparingDouble(naive -> rmse(naive.getValue().targets().get(target))))
          .filter(best -> rmse(best.getValue().targets().get(target)) <= rmse(model.get(target)))
          .map(
              best ->
                  verdict(
                      best.getKey(), of, model.get(target), best.getValue().targets().get(target)))
          .ifPresent(verdicts::add);
    }
    cautions.addAll(verdicts.subList(0, Math.min(MOST_VERDICTS, verdicts.size())));
    if (verdicts.size() > MOST_VERDICTS) {
      cautions.add("and so for " + (verdicts.size() - MOST_VERDICTS) + " more targets");
    }
  }

  private static String verdict(
      String naive, String of, TargetMeasures model, TargetMeasures baseline) {
    return String.format(
        Locale.ROOT,
        "the model is no better than the %s forecast%s on the test part, rmse=%.5g,"
            + " %s rmse=%.5g; train longer or with other features, or use that forecast",
        naive,
        of,
        rmse(model),
        naive,
        rmse(baseline));
  }

  private static double rmse(TargetMeasures measures) {
    return measures.overall().get(Metric.RMSE);
  }
}
