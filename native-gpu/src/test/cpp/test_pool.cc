#include "test.h"

namespace carousel::test {
namespace {

enum { kLast = 0, kMean = 1, kMax = 2 };

size_t placeOf(const Shape& s, int t, int n, int k) {
  return static_cast<size_t>((t * s.sequences + n) * s.width + k);
}

// What a pooling of x should give, column by column.
struct Expected {
  Doubles y;
  Doubles dx;
  Ints argument;

  Expected(int pooling, const Shape& s, int atLastStep, const Ints& lengths, const Floats& x,
           const Floats& dy)
      : y(dy.size()), dx(x.size()), argument(dy.size(), -1) {
    for (int n = 0; n < s.sequences; ++n) {
      for (int k = 0; k < s.width; ++k) {
        const int length = lengths[static_cast<size_t>(n)];
        const int last = k < atLastStep ? length - 1 : 0;
        column(pooling, s, length, last, n, k, x, dy);
      }
    }
  }

  void column(int pooling, const Shape& s, int length, int last, int n, int k, const Floats& x,
              const Floats& dy) {
    const size_t to = placeOf(s, 0, n, k);
    const double gradient = static_cast<double>(dy[to]);
    int taken = pooling == kMax ? 0 : last;
    double sum = 0.0;
    for (int t = 0; t < length; ++t) {
      sum += static_cast<double>(x[placeOf(s, t, n, k)]);
      if (pooling == kMax && x[placeOf(s, t, n, k)] > x[placeOf(s, taken, n, k)]) {
        taken = t;
      }
      dx[placeOf(s, t, n, k)] = pooling == kMean ? gradient / length : 0.0;
    }
    if (length > 0) {
      const double picked = static_cast<double>(x[placeOf(s, taken, n, k)]);
      y[to] = pooling == kMean ? sum / length : picked;
      argument[to] = taken;
    }
    if (length > 0 && pooling != kMean) {
      dx[placeOf(s, taken, n, k)] = gradient;
    }
  }
};

void testShape(int pooling, const Shape& s, int atLastStep, bool ragged) {
  at("pool", {pooling, s.steps, s.sequences, s.width, atLastStep, ragged});
  const Ints lengths = ragged ? lengthsOf(s, 1) : Ints(static_cast<size_t>(s.sequences), s.steps);
  const int* given = ragged ? lengths.data() : nullptr;
  const size_t outputs = static_cast<size_t>(s.sequences * s.width);
  Floats x = numbers(s.size(), 1.0f, 2);
  // Few different numbers: the greatest occurs more than once.
  for (size_t i = 0; i < x.size() && pooling == kMax; ++i) {
    x[i] = std::floor(x[i] * 3.0f);
  }
  const Floats dy = numbers(outputs, 1.0f, 3);
  const Expected expected(pooling, s, atLastStep, lengths, x, dy);
  poisonPast(s, lengths, x);
  onGridsAlike([&] {
    Floats y = unwritten(outputs);
    Floats dx = unwritten(x.size());
    Ints argument(outputs, -9);
    launch("poolForward", pooling, s.steps, s.sequences, s.width, atLastStep, given, x.data(),
           y.data(), argument.data());
    launch("poolBackward", pooling, s.steps, s.sequences, s.width, atLastStep, given, dy.data(),
           argument.data(), dx.data());
    for (size_t i = 0; i < outputs; ++i) {
      close(y[i], expected.y[i], 1e-7, "y");
      check(argument[i] == (pooling == kMax ? expected.argument[i] : -9), "argument");
    }
    for (size_t i = 0; i < dx.size(); ++i) {
      close(dx[i], expected.dx[i], 1e-7, "dx");
    }
    Floats alone = unwritten(outputs);
    int* const none = nullptr;
    launch("poolForward", pooling, s.steps, s.sequences, s.width, atLastStep, given, x.data(),
           alone.data(), none);
    check(alone == y, "without argument");
    return Results().add(y).add(dx).add(argument);
  });
}

// The host knows all kinds, so this stands for a host of another build.
void testUnknown() {
  at("unknown pooling", {});
  grid = {1, 32, 0};
  const int* const all = nullptr;
  const Floats x = {1.0f, 2.0f};
  const Floats dy = {1.0f};
  const Ints argument = {0};
  int* const none = nullptr;
  for (int pooling : {-1, 3}) {
    Floats y = {5.0f};
    Floats dx = {5.0f, 5.0f};
    launch("poolForward", pooling, 2, 1, 1, 1, all, x.data(), y.data(), none);
    launch("poolBackward", pooling, 2, 1, 1, 1, all, dy.data(), argument.data(), dx.data());
    check(std::isnan(y[0]) && std::isnan(dx[0]) && std::isnan(dx[1]), "no number");
  }
}

}  // namespace

void testPool() {
  testUnknown();
  for (int pooling : {kLast, kMean, kMax}) {
    for (int width : kSizes) {
      for (const Shape& s : shapes(width)) {
        for (int atLastStep : {0, width / 2, width}) {
          testShape(pooling, s, atLastStep, true);
          testShape(pooling, s, atLastStep, false);
        }
      }
    }
  }
}

}  // namespace carousel::test
