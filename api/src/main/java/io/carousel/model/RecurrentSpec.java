package io.carousel.model;

import io.carousel.internal.Require;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A stack of recurrent layers of one kind. Layer k &gt; 0 reads the output of layer k - 1; dropout
 * stands between the layers, not after the last.
 *
 * @param cell which recurrence
 * @param hiddenSize H; at most 23170 for an LSTM, 26754 for a GRU, 46340 for an RNN
 * @param layers L, at most 1000
 * @param direction forward, backward or both
 * @param dropout the probability of dropping an element between two layers
 * @param forgetBias the initial forget-gate bias of an LSTM; empty leaves it to the initializer
 */
public record RecurrentSpec(
    Cell cell,
    int hiddenSize,
    int layers,
    Direction direction,
    double dropout,
    OptionalDouble forgetBias)
    implements LayerSpec {
  /** A stack far beyond what is known to learn. */
  static final int MAX_LAYERS = 1000;

  public RecurrentSpec {
    Objects.requireNonNull(cell, "cell");
    Objects.requireNonNull(direction, "direction");
    Objects.requireNonNull(forgetBias, "forgetBias");
    Require.positive(hiddenSize, "hiddenSize");
    int largest = RecurrentLayout.maxHiddenSize(cell);
    Require.that(
        hiddenSize <= largest,
        "hiddenSize must be at most "
            + largest
            + " for "
            + cell.label()
            + ", hiddenSize="
            + hiddenSize
            + "; use several layers with fewer units");
    Require.positive(layers, "layers");
    Require.that(
        layers <= MAX_LAYERS,
        "layers must be at most "
            + MAX_LAYERS
            + ", layers="
            + layers
            + "; deep stacks learn worse than wide ones, so raise hiddenSize instead");
    Require.dropProbability(dropout, "dropout");
    if (forgetBias.isPresent()) {
      double bias = forgetBias.getAsDouble();
      Require.that(
          cell.hasForgetGate(),
          "forgetBias needs a forget gate, which only the LSTM has, cell=" + cell.label());
      Require.that(Double.isFinite(bias), "forgetBias must be finite, forgetBias=" + bias);
    }
  }

  /** One forward layer without dropout, changed by the options in turn. */
  public static RecurrentSpec of(Cell cell, int hiddenSize, RecurrentOption... options) {
    RecurrentSpec spec =
        new RecurrentSpec(cell, hiddenSize, 1, Direction.FORWARD, 0, OptionalDouble.empty());
    for (RecurrentOption option : options) {
      spec = option.apply(spec);
    }
    return spec;
  }

  /** The same stack with this many layers. */
  public RecurrentSpec withLayers(int count) {
    return new RecurrentSpec(cell, hiddenSize, count, direction, dropout, forgetBias);
  }

  /** The same stack read in this direction. */
  public RecurrentSpec withDirection(Direction reading) {
    return new RecurrentSpec(cell, hiddenSize, layers, reading, dropout, forgetBias);
  }

  /** The same stack with this dropout between its layers. */
  public RecurrentSpec withDropout(double probability) {
    return new RecurrentSpec(cell, hiddenSize, layers, direction, probability, forgetBias);
  }

  /** The same stack whose forget gates start with this bias. */
  public RecurrentSpec withForgetBias(double bias) {
    return new RecurrentSpec(cell, hiddenSize, layers, direction, dropout, OptionalDouble.of(bias));
  }

  @Override
  public Kind kind() {
    return Kind.RECURRENT;
  }

  @Override
  public String label() {
    return cell.label();
  }

  @Override
  public String describe() {
    StringBuilder text = new StringBuilder(cell.label()).append(", hidden=").append(hiddenSize);
    if (layers > 1) {
      text.append(", layers=").append(layers);
    }
    if (direction != Direction.FORWARD) {
      text.append(", ").append(direction.name().toLowerCase(Locale.ROOT));
    }
    if (dropout > 0) {
      text.append(", dropout=").append(dropout);
    }
    forgetBias.ifPresent(bias -> text.append(", forgetBias=").append(bias));
    return text.toString();
  }

  @Override
  public int outputWidth(int inputWidth) {
    return direction.count() * hiddenSize;
  }
}
