package io.carousel.cli.run;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.carousel.train.EpochResult;
import java.io.StringWriter;
import java.util.List;

/** The epochs of a run as csv. */
final class History {
  private History() {}

  static String csv(List<EpochResult> epochs) {
    StringWriter text = new StringWriter();
    CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text);
    csv.writeRecord(
        "epoch",
        "trainingLoss",
        "validationLoss",
        "learningRate",
        "sequences",
        "timeSteps",
        "seconds");
    for (EpochResult e : epochs) {
      csv.writeRecord(
          String.valueOf(e.epoch() + 1),
          number(e.trainingLoss()),
          number(e.validationLoss()),
          number(e.learningRate()),
          String.valueOf(e.sequences()),
          String.valueOf(e.timeSteps()),
          number(e.seconds()));
    }
    return text.toString();
  }

  /** Empty where there is none. */
  private static String number(double value) {
    return Double.isNaN(value) ? "" : Double.toString(value);
  }
}
