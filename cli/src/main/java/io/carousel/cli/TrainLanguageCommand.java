package io.carousel.cli;

import io.carousel.cli.option.UnitOption;
import io.carousel.cli.task.LanguageSettings;
import io.carousel.cli.task.LanguageTask;
import io.carousel.cli.terminal.Console;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a network to foretell the next token of a text. */
@Command(
    name = "language",
    sortOptions = false,
    customSynopsis = "carousel train language --data FILE [OPTION...]",
    description = {
      "Train a network to foretell the next character or word of a text.",
      "The text is cut into training, validation and test where it stands; the state is carried"
          + " from one stretch of --steps to the next, the gradient is not. --batch is the number"
          + " of places at which the training text is read side by side."
    },
    footer = {
      "%nExamples:",
      "  carousel train language --data book.txt --unit char --steps 35 --hidden 256",
      "  carousel train language --data ptb.train.txt --validation ptb.valid.txt \\",
      "      --test ptb.test.txt --unit word --vocabulary 10000 --layers 2 --dropout 0.5",
      "  carousel train language --data book.txt --hidden 1024 --backend gpu --precision bf16"
    })
final class TrainLanguageCommand extends TrainOnFile {
  @Mixin private UnitOption unit = new UnitOption();

  @Option(
      names = "--vocabulary",
      order = -7,
      paramLabel = "N",
      defaultValue = "0",
      description =
          "The most frequent tokens that are kept, the others become <unk>; 0 keeps all."
              + " Default: ${DEFAULT-VALUE}.")
  private int vocabulary;

  @Option(
      names = "--embedding",
      order = -6,
      paramLabel = "N",
      defaultValue = "200",
      description = "The width of a token's vector. Default: ${DEFAULT-VALUE}.")
  private int embedding;

  @Option(
      names = "--steps",
      order = -6,
      paramLabel = "N",
      defaultValue = "35",
      description = "Steps through which the gradient flows back. Default: ${DEFAULT-VALUE}.")
  private int steps;

  TrainLanguageCommand(Console console) {
    super(console);
  }

  @Override
  LanguageTask task() {
    return LanguageTask.of(
        new LanguageSettings(
            data().sources(), unit.unit(), vocabulary, embedding, steps, run().batch()));
  }
}
