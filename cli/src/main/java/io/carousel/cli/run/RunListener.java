package io.carousel.cli.run;

import io.carousel.io.CommandRecord;
import io.carousel.io.Recipe;
import io.carousel.io.SavedModel;
import io.carousel.io.SavedRun;
import io.carousel.train.Checkpoint;
import io.carousel.train.EpochResult;
import io.carousel.train.Trainer;
import io.carousel.train.TrainingListener;

/** Shows progress and keeps checkpoint, best model and history on disk while training goes on. */
final class RunListener implements TrainingListener {
  private final ProgressView progress;
  private final RunFolder folder;
  private final Recipe recipe;
  private final CommandRecord command;
  private final int checkpointEvery;
  private final Interrupt interrupt;

  RunListener(
      ProgressView progress,
      RunFolder folder,
      Recipe recipe,
      CommandRecord command,
      int checkpointEvery,
      Interrupt interrupt) {
    this.progress = progress;
    this.folder = folder;
    this.recipe = recipe;
    this.command = command;
    this.checkpointEvery = checkpointEvery;
    this.interrupt = interrupt;
  }

  @Override
  public void onStep(Trainer trainer, Step step) {
    progress.step(step);
    if (interrupt.requested()) {
      trainer.cancel();
    }
    if (checkpointEvery > 0 && step.updated() && step.updates() % checkpointEvery == 0) {
      folder.write(new SavedRun(trainer.checkpoint(), recipe, command));
    }
  }

  @Override
  public void onEpoch(Trainer trainer, EpochResult result) {
    progress.epoch(result);
    Checkpoint checkpoint = trainer.checkpoint();
    folder.write(new SavedRun(checkpoint, recipe, command));
    folder.write(checkpoint.state().history());
    long best = checkpoint.state().bestEpoch();
    if (best < 0 || best == result.epoch()) {
      folder.write(new SavedModel(trainer.model(), recipe));
    }
  }
}
