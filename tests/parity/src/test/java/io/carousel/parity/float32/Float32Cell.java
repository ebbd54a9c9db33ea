package io.carousel.parity.float32;

import io.carousel.model.Cell;

/** The cells' equations between their matrix products. */
final class Float32Cell {
  private final Cell cell;
  private final int hidden;
  private final Float32Math math;
  private final Rounding rounding;

  Float32Cell(Cell cell, int hidden, Float32Math math, Rounding rounding) {
    this.rounding = rounding;
    this.cell = cell;
    this.hidden = hidden;
    this.math = math;
  }

  /** From W x + b and R h' (with rb): gates, h, c. */
  void forward(Float32Step at, float[] wx, float[] rh) {
    at.gates = new float[wx.length];
    at.h = new float[hidden];
    at.c = new float[hidden];
    for (int j = 0; j < hidden; j++) {
      switch (cell) {
        case LSTM -> lstm(at, j, wx, rh);
        case GRU -> gru(at, j, wx, rh);
        case RNN_TANH -> at.h[j] = math.tanh(wx[j] + rh[j]);
        case RNN_RELU -> at.h[j] = Math.max(0, wx[j] + rh[j]);
      }
    }
    rounding.keep(at.h);
  }

  private float sigmoid(float a) {
    return rounding.kept(math.sigmoid(a));
  }

  private float tanh(float a) {
    return rounding.kept(math.tanh(a));
  }

  private void lstm(Float32Step at, int j, float[] wx, float[] rh) {
    int f = hidden + j;
    int g = 2 * hidden + j;
    int o = 3 * hidden + j;
    at.gates[j] = sigmoid(wx[j] + rh[j]);
    at.gates[f] = sigmoid(wx[f] + rh[f]);
    at.gates[g] = tanh(wx[g] + rh[g]);
    at.gates[o] = sigmoid(wx[o] + rh[o]);
    at.c[j] = rounding.kept(at.gates[f] * at.cPrevious[j] + at.gates[j] * at.gates[g]);
    at.h[j] = at.gates[o] * math.tanh(at.c[j]);
  }

  private void gru(Float32Step at, int j, float[] wx, float[] rh) {
    int z = hidden + j;
    int n = 2 * hidden + j;
    at.q = rh;
    at.gates[j] = sigmoid(wx[j] + rh[j]);
    at.gates[z] = sigmoid(wx[z] + rh[z]);
    at.gates[n] = tanh(wx[n] + at.gates[j] * rh[n]);
    at.h[j] = (1 - at.gates[z]) * at.gates[n] + at.gates[z] * at.hPrevious[j];
  }

  /** From dh and dc: da, dr, and what goes to h' and c' without a matrix. */
  void backward(Float32Step at, float[] dh, float[] dc) {
    at.da = new float[at.gates.length];
    at.dr = new float[at.gates.length];
    at.dhPrevious = new float[hidden];
    at.dcPrevious = new float[hidden];
    for (int j = 0; j < hidden; j++) {
      switch (cell) {
        case LSTM -> lstmBackward(at, j, dh[j], dc[j]);
        case GRU -> gruBackward(at, j, dh[j]);
        case RNN_TANH -> at.da[j] = dh[j] * (1 - at.h[j] * at.h[j]);
        case RNN_RELU -> at.da[j] = at.h[j] > 0 ? dh[j] : 0;
      }
    }
    if (cell != Cell.GRU) {
      at.dr = at.da;
    }
    rounding.keep(at.da);
    rounding.keep(at.dr);
    rounding.keep(at.dhPrevious);
    rounding.keep(at.dcPrevious);
  }

  private void lstmBackward(Float32Step at, int j, float dh, float dcAfter) {
    float i = at.gates[j];
    float f = at.gates[hidden + j];
    float g = at.gates[2 * hidden + j];
    float o = at.gates[3 * hidden + j];
    float tanhC = math.tanh(at.c[j]);
    float dc = dcAfter + dh * o * (1 - tanhC * tanhC);
    at.da[j] = dc * g * i * (1 - i);
    at.da[hidden + j] = dc * at.cPrevious[j] * f * (1 - f);
    at.da[2 * hidden + j] = dc * i * (1 - g * g);
    at.da[3 * hidden + j] = dh * tanhC * o * (1 - o);
    at.dcPrevious[j] = dc * f;
  }

  private void gruBackward(Float32Step at, int j, float dh) {
    float r = at.gates[j];
    float z = at.gates[hidden + j];
    float n = at.gates[2 * hidden + j];
    float dn = dh * (1 - z) * (1 - n * n);
    at.da[j] = dn * at.q[2 * hidden + j] * r * (1 - r);
    at.da[hidden + j] = dh * (at.hPrevious[j] - n) * z * (1 - z);
    at.da[2 * hidden + j] = dn;
    at.dr[j] = at.da[j];
    at.dr[hidden + j] = at.da[hidden + j];
    at.dr[2 * hidden + j] = dn * r;
    at.dhPrevious[j] = dh * z;
  }
}
