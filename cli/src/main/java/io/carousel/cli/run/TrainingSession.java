package io.carousel.cli.run;

import io.carousel.cli.task.Exam;
import io.carousel.cli.task.Measures;
import io.carousel.cli.task.Part;
import io.carousel.cli.task.Task;
import io.carousel.cli.terminal.Console;
import io.carousel.error.DivergedException;
import io.carousel.internal.Differences;
import io.carousel.internal.Require;
import io.carousel.io.CommandRecord;
import io.carousel.io.Recipe;
import io.carousel.io.RecipeFields;
import io.carousel.io.SavedModel;
import io.carousel.io.SavedRun;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.optim.UpdateRule;
import io.carousel.predict.Model;
import io.carousel.spi.Backend;
import io.carousel.spi.Precision;
import io.carousel.train.Checkpoint;
import io.carousel.train.Trainer;
import io.carousel.train.TrainingReport;
import io.carousel.train.TrainingSettings;
import java.nio.file.Files;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;

/**
 * One training run of any task: trains, keeps the files of its folder, measures the outcome.
 *
 * @param network that is trained
 * @param command that asked for the run
 * @param folder that receives the files
 */
public record TrainingSession(
    Task task,
    NetworkSpec network,
    RunSettings settings,
    CommandRecord command,
    RunFolder folder,
    Console console) {

  /**
   * Trains to the end.
   *
   * @return the outcome, or null if the user stopped the run
   */
  public Outcome run(Backend backend) {
    try (Trainer trainer = trainer(backend)) {
      introduce();
      if (settings.resume()) {
        resume(trainer);
      }
      return trainedAndMeasured(trainer, backend);
    }
  }

  private Outcome trainedAndMeasured(Trainer trainer, Backend backend) {
    Interrupt interrupt = Interrupt.watched();
    try {
      TrainingReport report = fit(trainer, interrupt);
      return report == null ? null : measured(trainer.model(), report, backend, interrupt);
    } catch (CancellationException e) {
      console.note(
          "stopped while the outcome was measured; model and checkpoint are in "
              + folder.folder()
              + "; measure with the same command and --resume, or with carousel evaluate");
      return null;
    } finally {
      interrupt.end();
    }
  }

  private Trainer trainer(Backend backend) {
    UpdateRule[] rules = new UpdateRule[settings.update().transforms().size() + 1];
    settings.update().transforms().toArray(rules);
    rules[rules.length - 1] = settings.update().optimizer();
    return Trainer.on(backend)
        .network(network)
        .loss(task.loss())
        .update(rules)
        .schedule(settings.schedule())
        .batchSize(settings.batch())
        .accumulate(settings.accumulate())
        .seed(settings.seed())
        .precision(settings.precision())
        .build();
  }

  private void introduce() {
    task.summary().forEach(console::note);
    Cautions.before(task, settings).forEach(console::note);
    String other = folder.otherModel(task.recipe());
    if (other != null && !settings.resume()) { // a resumed run has the question of its checkpoint
      console.note(other);
    }
    long parameters = ParameterLayout.of(network).size();
    String precision =
        settings.precision() == Precision.STRICT
            ? ""
            : ", precision " + settings.precision().label();
    console.note(
        String.format(
            Locale.ROOT, "%,d parameters%s, files in %s", parameters, precision, folder.folder()));
  }

  private void resume(Trainer trainer) {
    SavedRun run = folder.readCheckpoint();
    requireSameRecipe(run.recipe());
    Checkpoint checkpoint = run.checkpoint();
    if (keepsSchedule(checkpoint.settings().schedule())) {
      trainer.restore(checkpoint);
    } else {
      trainer.restoreWithOtherSchedule(checkpoint);
      console.note("the learning rate follows the new schedule from here on");
    }
    console.note("going on " + place(checkpoint));
  }

  private void requireSameRecipe(Recipe kept) {
    String differences = Differences.between(RecipeFields.of(kept), RecipeFields.of(task.recipe()));
    Require.that(
        differences.isEmpty(),
        "a resumed run must read the data of its checkpoint in the same way, "
            + differences
            + "; take data and options of the checkpoint, or leave --resume out and start anew in"
            + " another --out");
  }

  /** Whether rates stay what they were; throws if they do not and nobody asked for that. */
  private boolean keepsSchedule(String kept) {
    String now = TrainingSettings.text(settings.schedule());
    Require.that(
        kept.equals(now) || settings.restretch(),
        "a resumed run must keep its schedule, or the epochs before would have had other learning"
            + " rates, schedule="
            + kept
            + ", now="
            + now
            + "; type the schedule with the epochs that it had, or go on along the new one with"
            + " --restretch");
    return kept.equals(now);
  }

  private static String place(Checkpoint checkpoint) {
    return "after epoch " + checkpoint.state().epoch() + ", update " + checkpoint.state().updates();
  }

  /** Trains and writes model and history; null if the user stopped the run. */
  private TrainingReport fit(Trainer trainer, Interrupt interrupt) {
    try {
      TrainingReport report = watched(trainer, interrupt);
      folder.write(new SavedModel(trainer.model(), task.recipe()));
      folder.write(report.history());
      tellSkipped(report.skippedUpdates());
      if (interrupt.requested()) {
        stopped(trainer.checkpoint());
        return null;
      }
      return report;
    } catch (DivergedException e) {
      if (Files.exists(folder.checkpoint())) {
        console.note("model and checkpoint in " + folder.folder() + " are the last good ones");
      }
      throw e;
    }
  }

  private void tellSkipped(long updates) {
    if (updates > 0) {
      console.note(
          updates
              + (updates == 1 ? " update" : " updates")
              + " skipped since float16 overflowed, while the loss scale settled");
    }
  }

  private TrainingReport watched(Trainer trainer, Interrupt interrupt) {
    try (ProgressView progress = ProgressView.of(console, settings.stop().epochs())) {
      RunListener listener =
          new RunListener(
              progress, folder, task.recipe(), command, settings.checkpointEvery(), interrupt);
      return trainer.fit(task.training(), task.validation(), settings.stop(), listener);
    }
  }

  private void stopped(Checkpoint checkpoint) {
    folder.write(new SavedRun(checkpoint, task.recipe(), command));
    console.note(
        "stopped "
            + place(checkpoint)
            + "; model and checkpoint are in "
            + folder.folder()
            + "; go on with the same command and --resume");
  }

  private Outcome measured(
      Model model, TrainingReport report, Backend backend, Interrupt interrupt) {
    console.note("measuring the outcome");
    Map<Part, Measures> metrics = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      Exam exam = task.exam(part);
      if (exam != null) {
        metrics.put(part, exam.take(model, backend, settings.precision(), interrupt::requested));
      }
    }
    return new Outcome(model, report, backend.name(), metrics, task.baseline());
  }
}
