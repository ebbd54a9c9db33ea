package io.carousel.reference;

import static io.carousel.reference.ReferenceMath.sigmoid;

import java.util.List;

/** Gated recurrent unit (Cho et al., 2014), reset after the matrix product. */
final class ReferenceGru implements ReferenceCell {
  private final int hidden;
  private final ReferenceLinear input;
  private final ReferenceLinear recurrent;
  private final ReferenceLinear candidate;

  /**
   * W with b, and R; rows in the order r, z, n.
   *
   * @param candidate R_n with rb
   */
  ReferenceGru(
      int hidden, ReferenceLinear input, ReferenceLinear recurrent, ReferenceLinear candidate) {
    this.hidden = hidden;
    this.input = input;
    this.recurrent = recurrent;
    this.candidate = candidate;
  }

  @Override
  public List<String> saved() {
    return List.of("r", "z", "n", "q");
  }

  /**
   * For each unit j:
   *
   * <pre>
   *   r = sigmoid(W_r x + b_r + R_r h')      z = sigmoid(W_z x + b_z + R_z h')
   *   q = R_n h' + rb                        n = tanh(W_n x + b_n + r q)
   *   h = (1 - z) n + z h'
   * </pre>
   */
  @Override
  public void forward(ReferenceStep at) {
    double[] v = at.values;
    for (int j = 0; j < hidden; j++) {
      double r = sigmoid(sum(j, at));
      double z = sigmoid(sum(hidden + j, at));
      double q = candidate.forward(j, v, at.hPrevious);
      double n = Math.tanh(input.forward(2 * hidden + j, v, at.x) + r * q);
      v[at.h + j] = (1 - z) * n + z * v[at.hPrevious + j];
      v[at.saved(0) + j] = r;
      v[at.saved(1) + j] = z;
      v[at.saved(2) + j] = n;
      v[at.saved(3) + j] = q;
    }
  }

  /**
   * For each unit j, a_q being the sum inside gate q:
   *
   * <pre>
   *   da_n = dh (1 - z) (1 - n^2)            dq   = da_n r
   *   da_r = da_n q r (1 - r)                da_z = dh (h' - n) z (1 - z)
   *   dh'  = dh z + what the sums hand back
   * </pre>
   */
  @Override
  public void backward(ReferenceStep at) {
    double[] v = at.values;
    for (int j = 0; j < hidden; j++) {
      double r = v[at.saved(0) + j];
      double z = v[at.saved(1) + j];
      double n = v[at.saved(2) + j];
      double q = v[at.saved(3) + j];
      double dh = v[at.dh + j];
      double dn = dh * (1 - z) * (1 - n * n);
      v[at.dhPrevious + j] += dh * z;
      spread(j, dn * q * r * (1 - r), at);
      spread(hidden + j, dh * (v[at.hPrevious + j] - n) * z * (1 - z), at);
      input.backward(2 * hidden + j, dn, v, at.x, at.dx);
      candidate.backward(j, dn * r, v, at.hPrevious, at.dhPrevious);
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
