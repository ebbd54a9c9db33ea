package io.carousel.reference;

import static io.carousel.reference.ReferenceMath.sigmoid;

import java.util.List;

/** Long short-term memory (Hochreiter and Schmidhuber, 1997; forget gate: Gers et al., 2000). */
final class ReferenceLstm implements ReferenceCell {
  private final int hidden;
  private final ReferenceLinear input;
  private final ReferenceLinear recurrent;

  /** W with b, and R; rows in the order i, f, g, o. */
  ReferenceLstm(int hidden, ReferenceLinear input, ReferenceLinear recurrent) {
    this.hidden = hidden;
    this.input = input;
    this.recurrent = recurrent;
  }

  @Override
  public List<String> saved() {
    return List.of("i", "f", "g", "o");
  }

  /**
   * For each unit j:
   *
   * <pre>
   *   i = sigmoid(W_i x + R_i h' + b_i)      f = sigmoid(W_f x + R_f h' + b_f)
   *   g = tanh   (W_g x + R_g h' + b_g)      o = sigmoid(W_o x + R_o h' + b_o)
   *   c = f c' + i g                         h = o tanh(c)
   * </pre>
   */
  @Override
  public void forward(ReferenceStep at) {
    double[] v = at.values;
    for (int j = 0; j < hidden; j++) {
      double i = sigmoid(sum(j, at));
      double f = sigmoid(sum(hidden + j, at));
      double g = Math.tanh(sum(2 * hidden + j, at));
      double o = sigmoid(sum(3 * hidden + j, at));
      double c = f * v[at.cPrevious + j] + i * g;
      v[at.c + j] = c;
      v[at.h + j] = o * Math.tanh(c);
      v[at.saved(0) + j] = i;
      v[at.saved(1) + j] = f;
      v[at.saved(2) + j] = g;
      v[at.saved(3) + j] = o;
    }
  }

  /**
   * For each unit j, a_q being the sum inside gate q:
   *
   * <pre>
   *   dc   = dc + dh o (1 - tanh(c)^2)        dc'  = dc f
   *   da_i = dc g  i (1 - i)                  da_f = dc c' f (1 - f)
   *   da_g = dc i  (1 - g^2)                  da_o = dh tanh(c) o (1 - o)
   * </pre>
   *
   * <p>and each da_q goes on to x, h', W, R and b.
   */
  @Override
  public void backward(ReferenceStep at) {
    double[] v = at.values;
    for (int j = 0; j < hidden; j++) {
      double i = v[at.saved(0) + j];
      double f = v[at.saved(1) + j];
      double g = v[at.saved(2) + j];
      double o = v[at.saved(3) + j];
      double tanhC = Math.tanh(v[at.c + j]);
      double dh = v[at.dh + j];
      double dc = v[at.dc + j] + dh * o * (1 - tanhC * tanhC);
      v[at.dc + j] = dc;
      v[at.dcPrevious + j] = dc * f;
      spread(j, dc * g * i * (1 - i), at);
      spread(hidden + j, dc * v[at.cPrevious + j] * f * (1 - f), at);
      spread(2 * hidden + j, dc * i * (1 - g * g), at);
      spread(3 * hidden + j, dh * tanhC * o * (1 - o), at);
    }
  }

  /** a = W x + b + R h'. */
  private double sum(int row, ReferenceStep at) {
    return input.forward(row, at.values, at.x) + recurrent.forward(row, at.values, at.hPrevious);
  }

  /** From da to everything that a was made of. */
  private void spread(int row, double da, ReferenceStep at) {
    input.backward(row, da, at.values, at.x, at.dx);
    recurrent.backward(row, da, at.values, at.hPrevious, at.dhPrevious);
  }
}
