package io.carousel.cli;

import java.nio.file.Path;
import java.util.List;

/** What the demo trains: the options of {@code carousel train forecast}, all in one place. */
final class DemoSettings {
  /** The bundled data, as the demo puts it into its folder. */
  static final String DATA = "sunspots.csv";

  /** Passes over the data, unless the user wants another number. */
  static final String EPOCHS = "8";

  private DemoSettings() {}

  /** The options for the data in this folder. */
  static List<String> options(Path folder, int epochs, long seed) {
    return List.of(
        "--data",
        folder.resolve(DATA).toString(),
        "--target",
        "sunspots",
        "--time",
        "month",
        "--window",
        "132",
        "--horizon",
        "12",
        "--season",
        "132",
        "--hidden",
        "16",
        "--batch",
        "32",
        "--epochs",
        String.valueOf(epochs),
        "--learning-rate",
        "5e-3",
        "--schedule",
        "cosine",
        "--seed",
        String.valueOf(seed),
        "--out",
        folder.toString());
  }
}
