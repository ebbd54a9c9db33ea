package io.carousel.model;

import io.carousel.internal.Require;
import java.util.List;

/**
 * The tensors of one direction of one recurrent layer. Gates stand one below the other in the
 * cell's order, H rows each; every tensor is row-major.
 *
 * <pre>
 *              W [G*H, I]        R [G*H, H]       b [G*H]
 *            +-----------+      +-----------+      +---+
 *   gate 0   | H rows    |      | H rows    |      | H |      LSTM  i f g o   G = 4
 *            +-----------+      +-----------+      +---+      GRU   r z n     G = 3
 *   gate 1   | H rows    |      | H rows    |      | H |      RNN   h         G = 1
 *            +-----------+      +-----------+      +---+
 *   ...                                                       GRU has rb [H] too, the bias
 *                                                             of n's recurrent part
 * </pre>
 */
public final class RecurrentLayout {
  /** The input matrix's name in its layer and direction. */
  public static final String INPUT_WEIGHTS = "W";

  /** The recurrent matrix's name. */
  public static final String RECURRENT_WEIGHTS = "R";

  /** The bias's name. */
  public static final String BIAS = "b";

  /** The name of the GRU's bias inside the reset product. */
  public static final String RECURRENT_BIAS = "rb";

  private RecurrentLayout() {}

  /** The first row of a gate in W, R and b. */
  public static int gateRow(Cell cell, String gate, int hiddenSize) {
    int position = cell.gates().indexOf(gate);
    if (position < 0) {
      throw new IllegalArgumentException("gate must be one of " + cell.gates() + ", gate=" + gate);
    }
    return Require.arraySize((long) position * hiddenSize, "the rows of the gates");
  }

  /** The largest H whose R [G*H, H] fits one Java array. */
  static int maxHiddenSize(Cell cell) {
    return (int) Math.sqrt((double) Require.MAX_ARRAY / cell.gates().size());
  }

  /** The rows of all gates together: G * H. */
  public static int rows(Cell cell, int hiddenSize) {
    return Require.arraySize((long) cell.gates().size() * hiddenSize, "the rows of the gates");
  }

  /** The name of a tensor: {@code 1.lstm.0.forward.W}. */
  public static String tensorName(LayerInstance layer, int direction, String tensor) {
    RecurrentSpec spec = (RecurrentSpec) layer.spec();
    return layer.name() + "." + spec.direction().label(direction) + "." + tensor;
  }

  /** The tensors of one direction, in canonical order; vectors have one column. */
  static List<Shape> shapes(RecurrentSpec spec, int inputWidth) {
    int hidden = spec.hiddenSize();
    int rows = rows(spec.cell(), hidden);
    Shape input = new Shape(INPUT_WEIGHTS, rows, inputWidth);
    Shape recurrent = new Shape(RECURRENT_WEIGHTS, rows, hidden);
    Shape bias = new Shape(BIAS, rows, 1);
    return spec.cell().hasRecurrentBias()
        ? List.of(input, recurrent, bias, new Shape(RECURRENT_BIAS, hidden, 1))
        : List.of(input, recurrent, bias);
  }

  record Shape(String tensor, int rows, int columns) {}
}
