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

void testShape(Activation activation, int n, int width, bool biased) {
  at("dense", {activation, n, width, biased});
  const int ld = width + 2;
  const size_t size = static_cast<size_t>(n * ld);
  const Floats a = numbers(size, 3.0f, 1);
  const Floats bias = numbers(static_cast<size_t>(width), 1.0f, 2);
  const Floats dy = numbers(size, 1.0f, 3);
  Floats y(size);
  Floats da(size);
  onTeams([&] {
    for (size_t i = 0; i < size; ++i) {
      y[i] = a[i];
      da[i] = dy[i];
    }
    kernels().denseForward(activation, n, width, biased ? bias.data() : nullptr, y.data(), ld);
    kernels().denseBackward(activation, n, width, y.data(), ld, da.data(), ld);
    Results all;
    all.add(y);
    all.add(da);
    return all;
  });
  for (int row = 0; row < n; ++row) {
    for (int j = 0; j < ld; ++j) {
      const size_t p = static_cast<size_t>(row * ld + j);
      if (j >= width) {
        check(y[p] == a[p] && da[p] == dy[p], "nothing between rows");
        continue;
      }
      const double b = biased ? static_cast<double>(bias[static_cast<size_t>(j)]) : 0.0;
      const double expected = activate(activation, static_cast<double>(a[p]) + b);
      close(y[p], expected, 1e-6, "y");
      close(da[p], static_cast<double>(dy[p]) * slopeAt(activation, expected), 1e-6, "da");
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
