package io.carousel.cli;

import io.carousel.cli.option.PoolingOption;
import io.carousel.cli.option.TableOptions;
import io.carousel.cli.task.ClassificationSettings;
import io.carousel.cli.task.ClassificationTask;
import io.carousel.cli.terminal.Console;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a network to name the class of a sequence, or of each of its steps. */
@Command(
    name = "classify",
    sortOptions = false,
    customSynopsis =
        "carousel train classify --data FILE --sequence-id COL --label COL [OPTION...]",
    description = {
      "Train a network to name the class of a sequence, or of each of its steps.",
      "Each row is one time step; sequences may differ in length. Whole sequences are dealt out"
          + " to training, validation and test at random, drawn from --seed."
    },
    footer = {
      "%nExamples:",
      "  carousel train classify --data moves.csv --sequence-id move --label kind",
      "  carousel train classify --data speech.csv --sequence-id word --label phone --per-step \\",
      "      --bidirectional --hidden 64 --patience 5"
    })
final class TrainClassifyCommand extends TrainOnFile {
  @Option(
      names = "--sequence-id",
      order = -8,
      required = true,
      paramLabel = "COL",
      description = "The column that tells sequences apart.")
  private String sequenceId;

  @Option(
      names = "--label",
      order = -7,
      required = true,
      paramLabel = "COL",
      description = "The column of the class; the same in all rows of a sequence.")
  private String label;

  @Option(names = "--per-step", order = -6, description = "Each row has a class of its own.")
  private boolean perStep;

  @Mixin private TableOptions table = new TableOptions();
  @Mixin private PoolingOption pooling = new PoolingOption();

  TrainClassifyCommand(Console console) {
    super(console);
  }

  @Override
  ClassificationTask task() {
    return ClassificationTask.of(
        new ClassificationSettings(
            data().sources(),
            table.columns(),
            sequenceId,
            label,
            perStep,
            pooling.pooling(perStep),
            table.reading(),
            run().seed(),
            table.strict()));
  }
}
