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
      Set.of("task", "features", "targets", "horizon", "labelColumn", "labels", "perStep");

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
   * What will become of a model in the folder that answers another question than this recipe's, or
   * that Carousel did not write; null where there is none.
   */
  String otherModel(Recipe recipe) {
    String differences = otherQuestion(recipe);
    return differences.isEmpty()
        ? null
        : model() + " answers another question, " + differences + "; it becomes " + previous();
  }

  private Path previous() {
    return folder.resolve("model.previous.safetensors");
  }

  /** In what the questions differ; empty where nothing does. */
  private String otherQuestion(Recipe recipe) {
    if (!Files.exists(model())) {
      return "";
    }
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
    requireCheckpoint();
    return CheckpointFile.read(checkpoint());
  }

  /** Throws unless there is a run to go on from. */
  public void requireCheckpoint() {
    Require.that(
        Files.exists(checkpoint()),
        "resume needs a checkpoint in the folder of --out, missing="
            + checkpoint()
            + "; leave --resume out to start anew");
  }

  /** A run that has gone bad is about to end; its last good checkpoint stays. */
  void write(SavedRun run) {
    if (run.checkpoint().state().sums().firstBadUpdate() < 0) {
      CheckpointFile.write(checkpoint(), run);
    }
  }

  /** Writes the model; one that answers another question is kept under another name. */
  void write(SavedModel saved) {
    if (!otherQuestion(saved.recipe()).isEmpty()) {
      keepModel();
    }
    ModelFile.write(model(), saved);
  }

  private void keepModel() {
    try {
      Files.move(model(), previous(), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the model in out must be movable, out=" + folder + "; choose another with --out", e);
    }
  }

  void write(List<EpochResult> epochs) {
    AtomicFile.writeText(history(), History.csv(epochs));
  }

  /** Writes metrics.json. */
  public void writeMetrics(String json) {
    AtomicFile.writeText(metrics(), json);
  }
}
