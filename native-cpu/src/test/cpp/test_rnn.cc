#include "test.h"

namespace carousel::test {
namespace {

void testShape(Activation activation, int n, int hidden) {
  at("rnn", {activation, n, hidden});
  const int ld = hidden + 1;
  const size_t size = static_cast<size_t>(n * ld);
  const Floats a = numbers(size, 3.0f, 1);
  const Floats bias = numbers(static_cast<size_t>(hidden), 1.0f, 2);
  const Floats dh = numbers(size, 1.0f, 3);
  Floats h(size);
  Floats da(size);
  onTeams([&] {
    kernels().rnnForward(activation, n, hidden, a.data(), ld, bias.data(), h.data(), ld);
    kernels().rnnBackward(activation, n, hidden, h.data(), ld, dh.data(), ld, da.data(), ld);
    Results all;
    all.add(h);
    all.add(da);
    return all;
  });
  for (int row = 0; row < n; ++row) {
    for (int j = 0; j < hidden; ++j) {
      const size_t p = static_cast<size_t>(row * ld + j);
      const double sum =
          static_cast<double>(a[p]) + static_cast<double>(bias[static_cast<size_t>(j)]);
      const double y = activation == kRelu ? std::fmax(sum, 0.0) : std::tanh(sum);
      const double slope = activation == kRelu ? (sum > 0 ? 1.0 : 0.0) : 1 - y * y;
      close(h[p], y, 1e-6, "h");
      close(da[p], static_cast<double>(dh[p]) * slope, 1e-6, "da");
    }
  }
}

}  // namespace

void testRnn() {
  for (int hidden : kSizes) {
    for (int n : {1, 3, 32}) {
      testShape(kRelu, n, hidden);
      testShape(kTanh, n, hidden);
    }
  }
}

}  // namespace carousel::test
