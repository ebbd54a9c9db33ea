package io.carousel.cli.task;

import io.carousel.data.Bucketing;
import io.carousel.data.Sequences;
import io.carousel.loss.Loss;
import io.carousel.metric.ClassificationScore;
import io.carousel.metric.Metric;
import io.carousel.predict.OutputListener;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.IntConsumer;

/** How often the class is right. */
final class LabelScore implements Score {
  private final Sequences sequences;
  private final ClassificationScore score;

  private LabelScore(Sequences sequences, int classes) {
    this.sequences = sequences;
    this.score = new ClassificationScore(classes);
  }

  static Exam exam(Sequences sequences, int classes) {
    return new Exam(
        Bucketing.inOrder(sequences, Exam.BATCH),
        Loss.softmaxCrossEntropy(),
        () -> new LabelScore(sequences, classes));
  }

  @Override
  public OutputListener listener() {
    return (example, rows) -> {
      for (int t = 0; t < rows.length; t++) {
        score.add(ClassificationScore.argMax(rows[t]), sequences.get(example).label(t));
      }
    };
  }

  @Override
  public Measures measures(double meanLoss) {
    Map<Metric, Double> metrics = new EnumMap<>(score.metrics());
    metrics.put(Metric.LOSS, meanLoss);
    return Measures.overall(metrics);
  }

  /** What always naming the training part's most frequent class scores on the test part. */
  static Measures majority(Sequences training, Sequences test, int classes) {
    long[] counts = new long[classes];
    forEachLabel(training, label -> counts[label]++);
    int most = 0;
    for (int k = 1; k < classes; k++) {
      most = counts[k] > counts[most] ? k : most;
    }
    int majority = most;
    ClassificationScore score = new ClassificationScore(classes);
    forEachLabel(test, label -> score.add(majority, label));
    return Measures.overall(score.metrics());
  }

  private static void forEachLabel(Sequences sequences, IntConsumer use) {
    for (int i = 0; i < sequences.size(); i++) {
      boolean perStep = sequences.get(i).targetsPerStep();
      for (int t = 0; t < (perStep ? sequences.length(i) : 1); t++) {
        use.accept(sequences.get(i).label(t));
      }
    }
  }
}
