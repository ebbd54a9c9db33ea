package io.carousel.cli.run;

import io.carousel.cli.Console;
import io.carousel.train.EpochResult;
import io.carousel.train.TrainingListener.Step;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar over all steps of all epochs, redrawn in place. */
final class ProgressOnTerminal implements ProgressView {
  private static final int REDRAW_MILLIS = 200;

  private final Console console;
  private final int epochs;
  private ProgressBar bar;
  private double validation = Double.NaN;

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
    bar.stepTo(done);
    bar.setExtraMessage(text(step.epoch(), step.meanLoss(), step.learningRate()));
  }

  private ProgressBar newBar(long steps, long from) {
    return new ProgressBarBuilder()
        .setInitialMax(steps)
        .startsFrom(from, Duration.ZERO)
        .setStyle(ProgressBarStyle.UNICODE_BLOCK)
        .setUpdateIntervalMillis(REDRAW_MILLIS)
        .setConsumer(new ConsoleProgressBarConsumer(console.err(), console.width() - 1))
        .build();
  }

  private String text(long epoch, double loss, double rate) {
    return " epoch "
        + (epoch + 1)
        + "/"
        + epochs
        + " loss "
        + ProgressView.shown(loss)
        + " validation "
        + ProgressView.shown(validation)
        + " rate "
        + ProgressView.shown(rate);
  }

  @Override
  public void epoch(EpochResult result) {
    validation = result.validationLoss();
    if (bar != null) {
      bar.setExtraMessage(text(result.epoch(), result.trainingLoss(), result.learningRate()));
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
