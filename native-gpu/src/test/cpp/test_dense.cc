#include "test.h"

namespace carousel::test {
namespace {

double activate(int activation, double a) {
  switch (activation) {
    case kRelu:
      return std::fmax(a, 0.0);
    case kTanh:
      return std::tanh(a);
    case kSigmoid:
      return 1 / (1 + std::exp(-a));
    default:
      return a;
  }
}

double slopeAt(int activation, double y) {
  switch (activation) {
    case kRelu:
      return y > 0 ? 1.0 : 0.0;
    case kTanh:
      return 1 - y * y;
    case kSigmoid:
      return y * (1 - y);
    default:
      return 1.0;
  }
}

// The lengths, or none where all rows count.
struct Rows {
  Shape shape;
  Ints lengths;
  bool ragged;

  const int* pointer() const { return ragged ? lengths.data() : nullptr; }
  bool valid(size_t row) const { return !ragged || shape.valid(row, lengths); }
  void poison(Floats& x) const {
    if (ragged) {
      poisonPast(shape, lengths, x);
    }
  }
};

void testForward(int activation, const Rows& rows) {
  const Shape& s = rows.shape;
  at("denseForward", {activation, s.steps, s.sequences, s.width, rows.ragged});
  Floats a = numbers(s.size(), 3.0f, 1);
  const Floats bias = numbers(static_cast<size_t>(s.width), 1.0f, 2);
  Doubles expected(s.size());
  for (size_t i = 0; i < s.size(); ++i) {
    const size_t k = i % static_cast<size_t>(s.width);
    expected[i] =
        rows.valid(i / static_cast<size_t>(s.width))
            ? activate(activation, static_cast<double>(a[i]) + static_cast<double>(bias[k]))
            : 0.0;
  }
  rows.poison(a);
  onGridsAlike([&] {
    Floats y(a);
    launch("denseForward", activation, s.steps, s.sequences, s.width, rows.pointer(), bias.data(),
           y.data());
    for (size_t i = 0; i < y.size(); ++i) {
      close(y[i], expected[i], 1e-6, "y");
    }
    return Results().add(y);
  });
}

void testBackward(int activation, const Rows& rows, int chunks) {
  const Shape& s = rows.shape;
  at("denseBackward", {activation, s.steps, s.sequences, s.width, rows.ragged, chunks});
  Floats y = numbers(s.size(), 0.9f, 1);
  Floats given = numbers(s.size(), 1.0f, 2);
  const size_t width = static_cast<size_t>(s.width);
  const Floats before = numbers(width, 1.0f, 3);
  Doubles expected(s.size());
  Doubles sums(before.begin(), before.end());
  Doubles magnitudes(width, 1.0);
  for (size_t i = 0; i < s.size(); ++i) {
    if (rows.valid(i / width)) {
      expected[i] = static_cast<double>(given[i]) * slopeAt(activation, static_cast<double>(y[i]));
      sums[i % width] += expected[i];
      magnitudes[i % width] += std::fabs(expected[i]);
    }
  }
  rows.poison(y);
  rows.poison(given);
  onGrids([&] {
    Floats dy(given);
    Floats bias(before);
    Floats partials = unwritten(width * static_cast<size_t>(chunks));
    const int tiles = (s.width + 31) / 32;
    launchAs("denseBackward", chunks * tiles, grid.threads, activation, s.steps, s.sequences,
             s.width, rows.pointer(), chunks, static_cast<const float*>(y.data()), dy.data(),
             partials.data());
    launch("columnSumsFinish", chunks, s.width, partials.data(), bias.data());
    for (size_t i = 0; i < dy.size(); ++i) {
      close(dy[i], expected[i], 1e-6, "dy");
    }
    for (size_t k = 0; k < width; ++k) {
      closeSum(bias[k], sums[k], magnitudes[k], "the sum of a column");
    }
    return Results().add(dy).add(bias);
  });
}

// The host knows all kinds, so this stands for a host of another build.
void testUnknown() {
  at("unknown activation", {});
  grid = {1, 32, 0};
  const int* const all = nullptr;
  const Floats bias = {1.0f};
  for (int activation : {-1, 4}) {
    Floats y = {1.0f};
    launch("denseForward", activation, 1, 1, 1, all, bias.data(), y.data());
    check(std::isnan(y[0]), "no number forward");
    const Floats good = {1.0f};
    Floats dy = {1.0f};
    Floats partials(1);
    launch("denseBackward", activation, 1, 1, 1, all, 1, good.data(), dy.data(), partials.data());
    check(std::isnan(dy[0]), "no number backward");
  }
}

}  // namespace

void testDense() {
  testUnknown();
  for (int width : kSizes) {
    for (const Shape& s : shapes(width)) {
      for (bool ragged : {false, true}) {
        const Rows rows = {s, lengthsOf(s, 4), ragged};
        testForward(kTanh, rows);
        testBackward(kTanh, rows, 1);
        testBackward(kTanh, rows, 5);
      }
    }
  }
  // More parts than rows, and more parts than lanes.
  const Shape s = {7, 5, 3};
  for (int activation : {kNone, kRelu, kTanh, kSigmoid}) {
    const Rows rows = {s, lengthsOf(s, 4), true};
    testForward(activation, rows);
    testBackward(activation, rows, 40);
  }
}

}  // namespace carousel::test
