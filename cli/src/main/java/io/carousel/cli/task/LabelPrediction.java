package io.carousel.cli.task;

import io.carousel.data.Bucketing;
import io.carousel.data.Sequences;
import io.carousel.io.Recipe;
import io.carousel.metric.ClassificationScore;
import io.carousel.predict.Predictor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The class of each sequence or step of a file, with the probability of every class. */
final class LabelPrediction {
  private final Recipe.Classification recipe;
  private final String time;
  private final Predictor predictor;

  LabelPrediction(Recipe.Classification recipe, Predictor predictor) {
    this.recipe = recipe;
    this.time = recipe.reading().timeColumn();
    this.predictor = predictor;
  }

  List<List<String>> rows(Path file, Consumer<String> remarks) {
    LabelledSequences read = LabelledSequences.read(file, recipe, false);
    remarks.accept(Tables.describe(read.table()));
    Sequences sequences = ClassificationTask.sequences(read, recipe);
    float[][][] outputs = new float[sequences.size()][][];
    predictor.predict(
        Bucketing.inOrder(sequences, Exam.BATCH), (example, rows) -> outputs[example] = rows);
    List<List<String>> rows = new ArrayList<>();
    rows.add(header());
    for (int i = 0; i < outputs.length; i++) {
      for (int step = 0; step < outputs[i].length; step++) {
        String id = read.ids().get(i);
        float[] logits =
            Finite.require(outputs[i][step], "sequence=" + id + ", step=" + (step + 1));
        rows.add(row(id, place(read, i, step), softmax(logits)));
      }
    }
    return rows;
  }

  private List<String> header() {
    List<String> header = new ArrayList<>(List.of(recipe.sequenceIdColumn()));
    if (recipe.perStep()) {
      header.add(time == null ? "step" : time);
    }
    header.add(recipe.labelColumn());
    recipe.labels().forEach(label -> header.add("probability " + label));
    return header;
  }

  /** The time of a step as the file has it, or its number from 1. */
  private String place(LabelledSequences read, int sequence, int step) {
    return time == null
        ? String.valueOf(step + 1)
        : read.table().text(read.rows().get(sequence)[step], time);
  }

  private List<String> row(String id, String place, float[] probabilities) {
    List<String> row = new ArrayList<>(List.of(id));
    if (recipe.perStep()) {
      row.add(place);
    }
    row.add(recipe.labels().get(ClassificationScore.argMax(probabilities)));
    for (float probability : probabilities) {
      row.add(Float.toString(probability));
    }
    return row;
  }

  private static float[] softmax(float[] logits) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      largest = Math.max(largest, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - largest);
    }
    float[] probabilities = new float[logits.length];
    for (int k = 0; k < logits.length; k++) {
      probabilities[k] = (float) (Math.exp(logits[k] - largest) / sum);
    }
    return probabilities;
  }
}
