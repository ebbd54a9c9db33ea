package io.carousel.cli.run;

import io.carousel.train.EpochResult;
import java.util.ArrayList;
import java.util.List;

/** The epochs of a run as csv. */
final class History {
  private static final List<String> HEADER =
      List.of(
          "epoch",
          "trainingLoss",
          "validationLoss",
          "learningRate",
          "sequences",
          "timeSteps",
          "seconds",
          "skippedUpdates");

  private History() {}

  static String csv(List<EpochResult> epochs) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADER);
    epochs.forEach(epoch -> rows.add(row(epoch)));
    return CsvText.of(rows);
  }

  private static List<String> row(EpochResult e) {
    return List.of(
        String.valueOf(e.epoch() + 1),
        number(e.trainingLoss()),
        number(e.validationLoss()),
        number(e.learningRate()),
        String.valueOf(e.sequences()),
        String.valueOf(e.timeSteps()),
        number(e.seconds()),
        String.valueOf(e.skippedUpdates()));
  }

  /** Empty where there is none. */
  private static String number(double value) {
    return Double.isNaN(value) ? "" : Double.toString(value);
  }
}
