#include "test.h"

namespace carousel::test {
namespace {

struct Shape {
  int steps;
  int sequences;
  int width;
  int atLastStep;  // so many columns are taken at the last step by kLast

  size_t at(int t, int n, int k) const {
    return static_cast<size_t>((t * sequences + n) * width + k);
  }
};

// The step that column k of sequence n comes from.
int source(Pooling pooling, const Shape& shape, int length, int n, int k, const Floats& x) {
  if (pooling == kLast) {
    return k < shape.atLastStep ? length - 1 : 0;
  }
  int best = 0;
  for (int t = 1; t < length; ++t) {
    best = x[shape.at(t, n, k)] > x[shape.at(best, n, k)] ? t : best;
  }
  return best;
}

void compare(Pooling pooling, const Shape& shape, int length, int n, int k, const Floats& x,
             const Floats& y, const Floats& dy, const Floats& dx) {
  double sum = 0.0;
  const int from = length == 0 ? 0 : source(pooling, shape, length, n, k, x);
  for (int t = 0; t < shape.steps; ++t) {
    const double d = static_cast<double>(dy[shape.at(0, n, k)]);
    double expected = t < length && t == from ? d : 0.0;
    if (pooling == kMean) {
      expected = t < length ? d / length : 0.0;
      sum += t < length ? static_cast<double>(x[shape.at(t, n, k)]) : 0.0;
    }
    close(dx[shape.at(t, n, k)], expected, 1e-7, "dx");
  }
  const double taken = static_cast<double>(x[shape.at(from, n, k)]);
  const double pooled = length == 0 ? 0.0 : pooling == kMean ? sum / length : taken;
  close(y[shape.at(0, n, k)], pooled, 1e-7, "y");
}

void testShape(Pooling pooling, const Shape& shape) {
  at("pool", {pooling, shape.steps, shape.sequences, shape.width, shape.atLastStep});
  const size_t row = static_cast<size_t>(shape.sequences * shape.width);
  const Ints lengths = lengthsOf(shape.sequences, shape.steps, 1);
  Floats x = numbers(static_cast<size_t>(shape.steps) * row, 1.0f, 2);
  // Few different numbers: the greatest occurs more than once.
  for (size_t i = 0; i < x.size() && pooling == kMax; ++i) {
    x[i] = std::floor(x[i] * 3.0f);
  }
  const Floats dy = numbers(row, 1.0f, 3);
  Floats y(row);
  Floats dx(x.size());
  Ints argument(pooling == kMax ? row : 0);
  onTeams([&] {
    kernels().poolForward(pooling, shape.steps, shape.sequences, shape.width, shape.atLastStep,
                          lengths.data(), x.data(), y.data(), argument.data());
    kernels().poolBackward(pooling, shape.steps, shape.sequences, shape.width, shape.atLastStep,
                           lengths.data(), dy.data(), argument.data(), dx.data());
    Results all;
    all.add(y);
    all.add(dx);
    all.add(argument);
    return all;
  });
  for (int n = 0; n < shape.sequences; ++n) {
    for (int k = 0; k < shape.width; ++k) {
      compare(pooling, shape, lengths[static_cast<size_t>(n)], n, k, x, y, dy, dx);
    }
  }
}

}  // namespace

void testPool() {
  for (Pooling pooling : {kLast, kMean, kMax}) {
    for (int width : kSizes) {
      for (int atLastStep : {0, width / 2, width}) {
        testShape(pooling, {1, 1, width, atLastStep});
        testShape(pooling, {7, 5, width, atLastStep});
        testShape(pooling, {33, 32, width, atLastStep});
      }
    }
  }
}

}  // namespace carousel::test
