#include "test.h"

namespace carousel::test {
namespace {

double activate(Activation activation, double a) {
  switch (activation) {
    case kRelu:
      return std::fmax(a, 0.0);
    case kTanh:
      return std::tanh(a);
    case kSigmoid:
      return sigmoidOf(a);
    case kNone:
      return a;
  }
  return std::nan("");
}

double slopeAt(Activation activation, double y) {
  switch (activation) {
    case kRelu:
      return y > 0 ? 1.0 : 0.0;
    case kTanh:
      return 1 - y * y;
    case kSigmoid:
      return y * (1 - y);
    case kNone:
      return 1.0;
  }
  return std::nan("");
}

void copy(const Floats& from, Floats& to) {
  for (size_t i = 0; i < from.size(); ++i) {
    to[i] = from[i];
  }
}

void testShape(Activation activation, int n, int width, bool biased) {
  at("dense", {activation, n, width, biased});
  const Rows a(n, width, 2, 3.0f, 1);
  const Floats bias = numbers(static_cast<size_t>(width), 1.0f, 2);
  const Rows dy(n, width, 3, 1.0f, 3);
  Rows y(a);
  Rows da(dy);
  onTeams([&] {
    copy(a.all, y.all);
    copy(dy.all, da.all);
    const float* added = biased ? bias.data() : nullptr;
    kernels().denseForward(activation, n, width, added, y.data(), y.ld);
    kernels().denseBackward(activation, n, width, y.data(), y.ld, da.data(), da.ld);
    Results all;
    all.add(y.all);
    all.add(da.all);
    return all;
  });
  check(y.sameGaps(a) && da.sameGaps(dy), "nothing between rows");
  for (int row = 0; row < n; ++row) {
    for (int j = 0; j < width; ++j) {
      const double b = biased ? static_cast<double>(bias[static_cast<size_t>(j)]) : 0.0;
      const double expected = activate(activation, a.number(row, j) + b);
      close(y(row, j), expected, 1e-6, "y");
      close(da(row, j), dy.number(row, j) * slopeAt(activation, expected), 1e-6, "da");
    }
  }
}

}  // namespace

void testDense() {
  for (Activation activation : {kNone, kRelu, kTanh, kSigmoid}) {
    for (int width : kSizes) {
      testShape(activation, 1, width, true);
      testShape(activation, 13, width, width % 2 == 0);
    }
  }
  at("dense", {});
  Floats y(1);
  y[0] = std::nanf("");
  kernels().denseForward(kRelu, 1, 1, nullptr, y.data(), 1);
  check(std::isnan(y[0]), "relu does not hide NaN");
}

}  // namespace carousel::test
