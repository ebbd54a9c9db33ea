package io.carousel.cli.run;

import io.carousel.internal.Require;
import io.carousel.io.AtomicFile;
import io.carousel.io.CheckpointFile;
import io.carousel.io.ModelFile;
import io.carousel.io.SavedModel;
import io.carousel.train.Checkpoint;
import io.carousel.train.EpochResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The folder of a run. Every file in it is replaced whole. */
public record RunFolder(Path folder) {

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

  /** The run to go on from. */
  Checkpoint readCheckpoint() {
    Require.that(
        Files.exists(checkpoint()),
        "resume needs a checkpoint in the folder of --out, missing="
            + checkpoint()
            + "; leave --resume out to start anew");
    return CheckpointFile.read(checkpoint());
  }

  /** A run that has gone bad is about to end; its last good checkpoint stays. */
  void write(Checkpoint state) {
    if (state.state().sums().firstBadUpdate() < 0) {
      CheckpointFile.write(checkpoint(), state);
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
