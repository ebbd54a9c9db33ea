package io.carousel.cli;

import io.carousel.cli.option.BackendOption;
import io.carousel.cli.option.ModelOption;
import io.carousel.cli.task.TextGenerator;
import io.carousel.cli.terminal.Console;
import io.carousel.internal.Shown;
import io.carousel.io.Recipe;
import io.carousel.io.SavedModel;
import io.carousel.io.Vocabulary;
import io.carousel.predict.Predictor;
import io.carousel.spi.Backend;
import io.carousel.spi.Precision;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lets a language model write. */
@Command(
    name = "generate",
    sortOptions = false,
    description = "Let a language model go on with a text.",
    footer = {
      "%nExamples:",
      "  carousel generate --model carousel-out/model.safetensors --prompt \"Once upon\""
          + " --length 200",
      "  carousel generate --model carousel-out/model.safetensors --prompt \"Once upon\""
          + " --temperature 0.7 --seed 7"
    })
final class GenerateCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private ModelOption model = new ModelOption();

  @Option(
      names = "--prompt",
      required = true,
      paramLabel = "TEXT",
      description = "The beginning, which is printed too.")
  private String prompt;

  @Option(
      names = "--length",
      paramLabel = "N",
      defaultValue = "200",
      description = "Tokens to add. Default: ${DEFAULT-VALUE}.")
  private int length;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      defaultValue = "1",
      description =
          "Above 1 for bolder choices, below 1 for safer ones, 0 for the likeliest token always."
              + " Default: ${DEFAULT-VALUE}.")
  private double temperature;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Of the choices. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Mixin private BackendOption backendOption = new BackendOption();

  GenerateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Precision precision = backendOption.precision();
    SavedModel saved = model.read();
    Vocabulary vocabulary = saved.recipe().as(Recipe.Language.class).vocabulary();
    int[] beginning = vocabulary.encode(prompt);
    try (Backend backend = backendOption.open(console);
        Predictor predictor = saved.predictor(backend, precision)) {
      List<String> unknown = vocabulary.unknownIn(prompt);
      if (!unknown.isEmpty()) {
        console.note(
            "unknown to the model, which reads "
                + Vocabulary.UNKNOWN
                + " instead: "
                + Shown.list(unknown));
      }
      TextGenerator generator = new TextGenerator(predictor, vocabulary, temperature, seed);
      int[] all = generator.continued(beginning, length);
      int[] more = Arrays.copyOfRange(all, beginning.length, all.length);
      console.result(vocabulary.continued(prompt, more));
    }
    return ExitCode.OK;
  }
}
