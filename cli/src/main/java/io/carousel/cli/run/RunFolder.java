package io.carousel.cli.run;

import io.carousel.internal.Differences;
import io.carousel.internal.Require;
import io.carousel.io.AtomicFile;
import io.carousel.io.CheckpointFile;
import io.carousel.io.MalformedFileException;
import io.carousel.io.ModelFile;
import io.carousel.io.Recipe;
import io.carousel.io.RecipeFields;
import io.carousel.io.SavedModel;
import io.carousel.io.SavedRun;
import io.carousel.train.EpochResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The folder of a run. Every file in it is replaced whole. */
public record RunFolder(Path folder) {
  private static final Set<String> QUESTION =
      Set.of("task", "features.columns", "targets", "horizon", "labelColumn", "labels", "perStep");

  public Path model() {
    return folder.resolve("model.safetensors");
  }

  public Path checkpoint() {
    return folder.resolve("checkpoint.safetensors");
  }

  public Path metrics() {
    return folder.resolve("metrics.json");
  }

  public Path history() {
    return folder.resolve("history.csv");
  }

  /**
   * Creates the folder and makes sure that it can be written to, before work starts.
   *
   * @throws IllegalArgumentException if not
   */
  public void prepare() {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, ".carousel", ".tmp"));
    } catch (IOException | UnsupportedOperationException e) {
      throw new IllegalArgumentException(
          "out must be a folder that can be written to, out="
              + folder
              + "; choose another with --out",
          e);
    }
  }

  /**
   * Keeps other runs out until it is closed.
   *
   * @throws IllegalArgumentException if another run is in the folder
   */
  public RunLock lock() {
    return RunLock.of(folder);
  }

  /**
   * Puts a model aside that the run with this recipe would replace though it answers another
   * question, or was not written by Carousel.
   *
   * @return a sentence about it, or null if there was nothing to put aside
   */
  public String keepOtherModel(Recipe recipe) {
    String differences = Files.exists(model()) ? otherQuestion(recipe) : "";
    if (differences.isEmpty()) {
      return null;
    }
    try {
      Files.move(model(), previous(), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the model in out must be movable, out=" + folder + "; choose another with --out", e);
    }
    return model() + " was of another question, " + differences + "; it is now " + previous();
  }

  private Path previous() {
    return folder.resolve("model.previous.safetensors");
  }

  private String otherQuestion(Recipe recipe) {
    Recipe there;
    try {
      there = ModelFile.readRecipe(model());
    } catch (MalformedFileException e) {
      return "format=unknown, now=" + recipe.task();
    }
    return Differences.between(questionOf(there), questionOf(recipe));
  }

  /** What a model answers and from what: other numbers read in the same way make a newer model. */
  private static Map<String, String> questionOf(Recipe recipe) {
    Map<String, String> question = RecipeFields.of(recipe);
    question.keySet().retainAll(QUESTION);
    return question;
  }

  /** The run to go on from. */
  SavedRun readCheckpoint() {
    Require.that(
        Files.exists(checkpoint()),
        "resume needs a checkpoint in the folder of --out, missing="
            + checkpoint()
            + "; leave --resume out to start anew");
    return CheckpointFile.read(checkpoint());
  }

  /** A run that has gone bad is about to end; its last good checkpoint stays. */
  void write(SavedRun run) {
    if (run.checkpoint().state().sums().firstBadUpdate() < 0) {
      CheckpointFile.write(checkpoint(), run);
    }
  }

  void write(SavedModel saved) {
    ModelFile.write(model(), saved);
  }

  void write(List<EpochResult> epochs) {
    AtomicFile.writeText(history(), History.csv(epochs));
  }

  /** Writes metrics.json. */
  public void writeMetrics(String json) {
    AtomicFile.writeText(metrics(), json);
  }
}
