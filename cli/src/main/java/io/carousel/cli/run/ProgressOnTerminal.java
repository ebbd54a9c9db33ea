package io.carousel.cli.run;

import io.carousel.cli.terminal.Console;
import io.carousel.train.EpochResult;
import io.carousel.train.TrainingListener.Step;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressState;

/** A line per epoch that stays, and beneath a bar over all steps of all epochs. */
final class ProgressOnTerminal implements ProgressView {
  private static final int REDRAW_MILLIS = 200;
  private static final int SHORTEST_BAR = 3;

  private final PrintStream terminal;
  private final int width;
  private final int epochs;
  private ProgressBar bar;
  private int steps;
  private volatile Step last;
  private volatile double loss = Double.NaN;

  ProgressOnTerminal(Console console, int epochs) {
    this(console.err(), console.width() - 1, epochs);
  }

  /** On lines of so many characters. */
  ProgressOnTerminal(PrintStream terminal, int width, int epochs) {
    this.terminal = terminal;
    this.width = width;
    this.epochs = epochs;
  }

  @Override
  public void step(Step step) {
    long done = step.epoch() * step.batches() + step.batch() + 1;
    last = step;
    loss = Double.isNaN(step.meanLoss()) ? loss : step.meanLoss();
    steps = step.batches();
    if (bar == null) {
      bar = newBar((long) epochs * step.batches(), done - 1);
    }
    bar.stepTo(done);
  }

  /** Writes over the bar, in one call: the bar is redrawn by a thread of its own. */
  @Override
  public void epoch(EpochResult result) {
    String line = ProgressView.line(result, epochs, steps);
    terminal.print("\r" + line + " ".repeat(Math.max(0, width - line.length())) + "\n");
  }

  private ProgressBar newBar(long steps, long from) {
    return new ProgressBarBuilder()
        .setInitialMax(steps)
        .startsFrom(from, Duration.ZERO)
        .setUpdateIntervalMillis(REDRAW_MILLIS)
        .setRenderer((state, columns) -> line(last, state, columns))
        .setConsumer(new ConsoleProgressBarConsumer(terminal, width))
        .build();
  }

  private String line(Step step, ProgressState state, int columns) {
    long done = state.getCurrent() - state.getStart();
    long more = state.getMax() - state.getCurrent();
    long nanos = state.getElapsedAfterStart().toNanos();
    String left = done == 0 ? "" : " left " + clock((double) nanos / done * more);
    return line(step, (double) state.getCurrent() / Math.max(1, state.getMax()), left, columns);
  }

  /** As much as the window has room for: without a bar, or with the epoch alone. */
  private String line(Step step, double share, String left, int columns) {
    String epoch = "epoch " + (step.epoch() + 1) + "/" + epochs;
    String mean = " loss " + ProgressView.shown(loss);
    String place = " step " + (step.batch() + 1) + "/" + step.batches();
    String skipped = ProgressView.skipped(" skipped ", step.skippedUpdates());
    for (String end : new String[] {place + mean + skipped + left, mean + skipped + left, left}) {
      int room = columns - epoch.length() - end.length() - " []".length();
      if (room >= SHORTEST_BAR) {
        int filled = (int) (room * share);
        return epoch + " [" + "#".repeat(filled) + " ".repeat(room - filled) + "]" + end;
      }
    }
    return epoch.substring(0, Math.min(epoch.length(), columns));
  }

  private static String clock(double nanos) {
    long seconds = Math.round(nanos * 1e-9);
    return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
