package io.carousel.reference;

import java.util.List;

/** The plain recurrent network (Elman, 1990), with tanh or relu. */
final class ReferenceRnn implements ReferenceCell {
  private final int hidden;
  private final boolean relu;
  private final ReferenceLinear input;
  private final ReferenceLinear recurrent;

  /** W with b, and R. */
  ReferenceRnn(int hidden, boolean relu, ReferenceLinear input, ReferenceLinear recurrent) {
    this.hidden = hidden;
    this.relu = relu;
    this.input = input;
    this.recurrent = recurrent;
  }

  /** Nothing: h says enough. */
  @Override
  public List<String> saved() {
    return List.of();
  }

  /** For each unit: h = tanh(a) or max(a, 0) with a = W x + b + R h'. */
  @Override
  public void forward(ReferenceStep at) {
    double[] v = at.values;
    for (int j = 0; j < hidden; j++) {
      double a = input.forward(j, v, at.x) + recurrent.forward(j, v, at.hPrevious);
      v[at.h + j] = relu ? Math.max(a, 0) : Math.tanh(a);
    }
  }

  /** For each unit: da = dh (1 - h^2), or dh where h &gt; 0, and on to x, h', W, R and b. */
  @Override
  public void backward(ReferenceStep at) {
    double[] v = at.values;
    for (int j = 0; j < hidden; j++) {
      double h = v[at.h + j];
      double slope = relu ? (h > 0 ? 1 : 0) : 1 - h * h;
      double da = v[at.dh + j] * slope;
      input.backward(j, da, v, at.x, at.dx);
      recurrent.backward(j, da, v, at.hPrevious, at.dhPrevious);
    }
  }
}
