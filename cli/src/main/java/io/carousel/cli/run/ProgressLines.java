package io.carousel.cli.run;

import io.carousel.cli.terminal.Console;
import io.carousel.train.EpochResult;
import io.carousel.train.TrainingListener.Step;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** One line per epoch, and a sign of life within long ones. */
final class ProgressLines implements ProgressView {
  /** How long nothing is said. */
  static final Duration SILENCE = Duration.ofSeconds(30);

  private final Consumer<String> console;
  private final int epochs;
  private final LongSupplier nanos;
  private final long start;
  private long said;
  private long done;
  private int batches;

  ProgressLines(Console console, int epochs) {
    this(console::note, epochs, System::nanoTime);
  }

  /** With a clock of nanoseconds. */
  ProgressLines(Consumer<String> console, int epochs, LongSupplier nanos) {
    this.console = console;
    this.epochs = epochs;
    this.nanos = nanos;
    start = nanos.getAsLong();
    said = start;
  }

  @Override
  public void step(Step step) {
    batches = step.batches();
    if (nanos.getAsLong() - said >= SILENCE.toNanos()) {
      note(
          String.format(
              Locale.ROOT,
              "epoch %d/%d  step %d/%d  loss %s",
              step.epoch() + 1,
              epochs,
              step.batch() + 1,
              batches,
              ProgressView.shown(step.meanLoss())));
    }
  }

  private void note(String line) {
    console.accept(line);
    said = nanos.getAsLong();
  }

  @Override
  public void epoch(EpochResult result) {
    done++;
    note(
        ProgressView.line(result, epochs, batches) + "  left " + left(epochs - result.epoch() - 1));
  }

  private String left(long more) {
    Duration left = Duration.ofNanos((nanos.getAsLong() - start) / done * more);
    return String.format(
        Locale.ROOT, "%d:%02d:%02d", left.toHours(), left.toMinutesPart(), left.toSecondsPart());
  }

  @Override
  public void close() {}
}
