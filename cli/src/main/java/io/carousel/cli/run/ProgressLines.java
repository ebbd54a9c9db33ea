package io.carousel.cli.run;

import io.carousel.cli.terminal.Console;
import io.carousel.train.EpochResult;
import io.carousel.train.TrainingListener.Step;
import java.time.Duration;
import java.util.Locale;

/** One line per epoch. */
final class ProgressLines implements ProgressView {
  private final Console console;
  private final int epochs;
  private final long start = System.nanoTime();
  private long done;
  private int batches;

  ProgressLines(Console console, int epochs) {
    this.console = console;
    this.epochs = epochs;
  }

  @Override
  public void step(Step step) {
    batches = step.batches();
  }

  @Override
  public void epoch(EpochResult result) {
    done++;
    console.note(
        String.format(
            Locale.ROOT,
            "epoch %d/%d  steps %d  loss %s  validation %s  rate %s%s  left %s",
            result.epoch() + 1,
            epochs,
            batches,
            ProgressView.shown(result.trainingLoss()),
            ProgressView.shown(result.validationLoss()),
            ProgressView.shown(result.learningRate()),
            ProgressView.skipped("  skipped ", result.skippedUpdates()),
            left(epochs - result.epoch() - 1)));
  }

  private String left(long more) {
    Duration left = Duration.ofNanos((System.nanoTime() - start) / done * more);
    return String.format(
        Locale.ROOT, "%d:%02d:%02d", left.toHours(), left.toMinutesPart(), left.toSecondsPart());
  }

  @Override
  public void close() {}
}
