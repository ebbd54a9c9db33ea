package io.carousel.cli.run;

import io.carousel.cli.terminal.Console;
import io.carousel.train.EpochResult;
import io.carousel.train.TrainingListener.Step;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressState;

/** One line with a bar over all steps of all epochs, redrawn in place. */
final class ProgressOnTerminal implements ProgressView {
  private static final int REDRAW_MILLIS = 200;
  private static final int SHORTEST_BAR = 3;

  private final Console console;
  private final int epochs;
  private ProgressBar bar;
  private double loss = Double.NaN;
  private double validation = Double.NaN;
  private volatile String before = "";
  private volatile String after = "";

  ProgressOnTerminal(Console console, int epochs) {
    this.console = console;
    this.epochs = epochs;
  }

  @Override
  public void step(Step step) {
    long done = step.epoch() * step.batches() + step.batch() + 1;
    if (bar == null) {
      bar = newBar((long) epochs * step.batches(), done - 1);
    }
    loss = Double.isNaN(step.meanLoss()) ? loss : step.meanLoss();
    before = "epoch " + (step.epoch() + 1) + "/" + epochs;
    after =
        "step "
            + (step.batch() + 1)
            + "/"
            + step.batches()
            + numbers(step.learningRate(), step.skippedUpdates());
    bar.stepTo(done);
  }

  private String numbers(double rate, long skipped) {
    return " loss "
        + ProgressView.shown(loss)
        + " validation "
        + ProgressView.shown(validation)
        + " rate "
        + ProgressView.shown(rate)
        + ProgressView.skipped(" skipped ", skipped);
  }

  @Override
  public void epoch(EpochResult result) {
    loss = result.trainingLoss();
    validation = result.validationLoss();
    int step = after.indexOf(" loss");
    after =
        after.substring(0, Math.max(0, step))
            + numbers(result.learningRate(), result.skippedUpdates());
  }

  private ProgressBar newBar(long steps, long from) {
    return new ProgressBarBuilder()
        .setInitialMax(steps)
        .startsFrom(from, Duration.ZERO)
        .setUpdateIntervalMillis(REDRAW_MILLIS)
        .setRenderer(this::line)
        .setConsumer(new ConsoleProgressBarConsumer(console.err(), console.width() - 1))
        .build();
  }

  private String line(ProgressState state, int width) {
    long done = state.getCurrent() - state.getStart();
    long left = state.getMax() - state.getCurrent();
    long nanos = state.getElapsedAfterStart().toNanos();
    String end = after + (done == 0 ? "" : " left " + clock((double) nanos / done * left));
    int room = Math.max(SHORTEST_BAR, width - before.length() - end.length() - 4);
    int filled = (int) (room * state.getCurrent() / Math.max(1, state.getMax()));
    String line = before + " [" + "#".repeat(filled) + " ".repeat(room - filled) + "] " + end;
    return line.length() <= width ? line : line.substring(0, width);
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
