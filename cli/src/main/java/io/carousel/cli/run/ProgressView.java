package io.carousel.cli.run;

import io.carousel.cli.terminal.Console;
import io.carousel.train.EpochResult;
import io.carousel.train.TrainingListener.Step;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Shows how far a run has come. */
interface ProgressView extends AutoCloseable {
  /** Significant digits that progress shows. */
  int DIGITS = 3;

  /** Shows nothing. */
  ProgressView NONE =
      new ProgressView() {
        @Override
        public void step(Step step) {}

        @Override
        public void epoch(EpochResult result) {}

        @Override
        public void close() {}
      };

  void step(Step step);

  void epoch(EpochResult result);

  @Override
  void close();

  /** A line per epoch, on a terminal a bar beneath; nothing if quiet. */
  static ProgressView of(Console console, int epochs) {
    if (console.quiet()) {
      return NONE;
    }
    return console.errIsTerminal()
        ? new ProgressOnTerminal(console, epochs)
        : new ProgressLines(console, epochs);
  }

  /** What an epoch came to, on one line. */
  static String line(EpochResult result, int epochs, int steps) {
    return String.format(
        Locale.ROOT,
        "epoch %d/%d  steps %d  loss %s  validation %s  rate %s%s",
        result.epoch() + 1,
        epochs,
        steps,
        shown(result.trainingLoss()),
        shown(result.validationLoss()),
        shown(result.learningRate()),
        skipped("  skipped ", result.skippedUpdates()));
  }

  /** How many updates were skipped, where any were. */
  static String skipped(String before, long updates) {
    return updates == 0 ? "" : before + updates;
  }

  /** A number as short as progress needs it; a dash for none. */
  static String shown(double value) {
    return Double.isFinite(value)
        ? new BigDecimal(value, new MathContext(DIGITS)).stripTrailingZeros().toString()
        : "-";
  }
}
