package io.carousel.cli.option;

import io.carousel.io.ModelFile;
import io.carousel.io.SavedModel;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which trained model is used. */
public final class ModelOption {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "FILE",
      description = "A model.safetensors that training has written.")
  private Path model;

  /** Where it is. */
  public Path path() {
    return model;
  }

  /** Reads it. */
  public SavedModel read() {
    return ModelFile.read(model);
  }
}
