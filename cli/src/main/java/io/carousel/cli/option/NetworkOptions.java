package io.carousel.cli.option;

import io.carousel.cli.task.Body;
import io.carousel.model.Cell;
import io.carousel.model.Direction;
import io.carousel.model.RecurrentSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** The network's recurrent part and how its weights start. */
public final class NetworkOptions {
  @Option(
      names = "--cell",
      paramLabel = "CELL",
      defaultValue = "lstm",
      description = "lstm, gru or rnn. Default: ${DEFAULT-VALUE}.")
  private String cell;

  @Option(
      names = "--hidden",
      paramLabel = "N",
      defaultValue = "128",
      description = "Units per layer. Default: ${DEFAULT-VALUE}.")
  private int hidden;

  @Option(
      names = "--layers",
      paramLabel = "N",
      defaultValue = "1",
      description = "Recurrent layers on top of each other. Default: ${DEFAULT-VALUE}.")
  private int layers;

  @Option(names = "--bidirectional", description = "Read each sequence both ways.")
  private boolean bidirectional;

  @Option(
      names = "--dropout",
      paramLabel = "P",
      defaultValue = "0",
      description =
          "Share of values dropped in training, between recurrent layers and before the output"
              + " layer. Default: ${DEFAULT-VALUE}.")
  private double dropout;

  @Option(
      names = "--init",
      paramLabel = "HOW",
      defaultValue = "default",
      description =
          "How weights start: default (Glorot and orthogonal), uniform:0.1 or pytorch."
              + " Default: ${DEFAULT-VALUE}.")
  private String init;

  @Option(
      names = "--forget-bias",
      paramLabel = "B",
      description =
          "Initial bias of the forget gates. Default: 1 with --init default, else what --init"
              + " draws.")
  private Double forgetBias;

  /** Whether sequences are read both ways. */
  public boolean bidirectional() {
    return bidirectional;
  }

  /** The recurrent part, checked. */
  public Body body() {
    Map<String, Cell> cells = new LinkedHashMap<>();
    cells.put("lstm", Cell.LSTM);
    cells.put("gru", Cell.GRU);
    cells.put("rnn", Cell.RNN_TANH);
    RecurrentSpec stack =
        new RecurrentSpec(
            Choice.of("cell", cell, cells),
            hidden,
            layers,
            bidirectional ? Direction.BIDIRECTIONAL : Direction.FORWARD,
            layers > 1 ? dropout : 0,
            forgetBias == null ? OptionalDouble.empty() : OptionalDouble.of(forgetBias));
    return new Body(stack, dropout, InitText.parse(init));
  }
}
