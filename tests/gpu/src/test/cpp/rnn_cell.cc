#include "rnn_cell.h"

#include <cmath>

namespace emulator {
namespace {

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

}  // namespace

void forwardUnit(Cell cell, Unit& u) {
  switch (cell) {
    case Cell::kLstm:
      for (int g = 0; g < 4; g++) {
        const double sum = u.input[g] + u.recurrent[g];
        u.kept[g] = g == 2 ? std::tanh(sum) : sigmoid(sum);
      }
      u.c = u.kept[1] * u.c + u.kept[0] * u.kept[2];
      u.kept[kExtra] = u.c;
      u.h = u.kept[3] * std::tanh(u.c);
      return;
    case Cell::kGru:
      u.kept[0] = sigmoid(u.input[0] + u.recurrent[0]);
      u.kept[1] = sigmoid(u.input[1] + u.recurrent[1]);
      u.kept[kExtra] = u.recurrent[2];
      u.kept[2] = std::tanh(u.input[2] + u.kept[0] * u.recurrent[2]);
      u.h = (1 - u.kept[1]) * u.kept[2] + u.kept[1] * u.h;
      return;
    case Cell::kTanh:
      u.h = std::tanh(u.input[0] + u.recurrent[0]);
      return;
    case Cell::kRelu:
      u.h = u.input[0] + u.recurrent[0];
      u.h = u.h < 0 ? 0 : u.h;  // NaN stays
      return;
  }
}

void backwardUnit(Cell cell, const double* kept, double h, double hBefore, double cBefore,
                  double& dh, double& dc, double* da) {
  switch (cell) {
    case Cell::kLstm: {
      const double i = kept[0], f = kept[1], g = kept[2], o = kept[3];
      const double tanhC = std::tanh(kept[kExtra]);
      const double whole = dc + dh * o * (1 - tanhC * tanhC);
      da[0] = whole * g * i * (1 - i);
      da[1] = whole * cBefore * f * (1 - f);
      da[2] = whole * i * (1 - g * g);
      da[3] = dh * tanhC * o * (1 - o);
      dc = whole * f;
      dh = 0;
      return;
    }
    case Cell::kGru: {
      const double r = kept[0], z = kept[1], candidate = kept[2];
      da[2] = dh * (1 - z) * (1 - candidate * candidate);
      da[kExtra] = da[2] * r;
      da[0] = da[2] * kept[kExtra] * r * (1 - r);
      da[1] = dh * (hBefore - candidate) * z * (1 - z);
      dh = dh * z;
      return;
    }
    case Cell::kTanh:
      da[0] = dh * (1 - h * h);
      dh = 0;
      return;
    case Cell::kRelu:
      da[0] = h > 0 ? dh : 0;
      dh = 0;
      return;
  }
}

}  // namespace emulator
