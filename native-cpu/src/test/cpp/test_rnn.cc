#include "test.h"

namespace carousel::test {
namespace {

void testShape(Activation activation, int n, int hidden) {
  at("rnn", {activation, n, hidden});
  const Rows a(n, hidden, 1, 3.0f, 1);
  const Floats bias = numbers(static_cast<size_t>(hidden), 1.0f, 2);
  const Rows dh(n, hidden, 2, 1.0f, 3);
  Rows h(n, hidden, 3);
  Rows da(n, hidden, 4);
  onTeams([&] {
    kernels().rnnForward(activation, n, hidden, a.data(), a.ld, bias.data(), h.data(), h.ld);
    kernels().rnnBackward(activation, n, hidden, h.data(), h.ld, dh.data(), dh.ld, da.data(),
                          da.ld);
    Results all;
    all.add(h.all);
    all.add(da.all);
    return all;
  });
  for (int row = 0; row < n; ++row) {
    for (int j = 0; j < hidden; ++j) {
      const double sum = a.number(row, j) + static_cast<double>(bias[static_cast<size_t>(j)]);
      const double y = activation == kRelu ? std::fmax(sum, 0.0) : std::tanh(sum);
      const double slope = activation == kRelu ? (sum > 0 ? 1.0 : 0.0) : 1 - y * y;
      close(h(row, j), y, 1e-6, "h");
      close(da(row, j), dh.number(row, j) * slope, 1e-6, "da");
    }
  }
  check(h.sameGaps(Rows(n, hidden, 3)) && da.sameGaps(Rows(n, hidden, 4)), "nothing between rows");
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
