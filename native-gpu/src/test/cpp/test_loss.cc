#include <limits>

#include "test.h"

namespace carousel::test {
namespace {

enum { kSquared = 0, kAbsolute = 1, kBinary = 2 };
constexpr double kScale = 1024.0;

double element(int loss, double y, double t) {
  if (loss == kSquared) {
    return (y - t) * (y - t);
  }
  return loss == kAbsolute ? std::fabs(y - t)
                           : std::fmax(y, 0.0) + std::log1p(std::exp(-std::fabs(y))) - t * y;
}

double slopeAt(int loss, double y, double t) {
  if (loss == kSquared) {
    return 2 * (y - t);
  }
  return loss == kAbsolute ? (y > t ? 1.0 : y < t ? -1.0 : 0.0) : 1 / (1 + std::exp(-y)) - t;
}

// What a loss should find.
struct Expected {
  double loss = 0.0;
  double count = 0.0;
  Doubles dy;
};

// One launch of a loss and its finish, with the present grid.
struct Run {
  Doubles sums = {10.0, 20.0, 30.0, 40.0, -1.0};
  Floats dy;

  Run(int loss, const Shape& s, const Ints& lengths, const Floats& y, const void* goal,
      bool gradient, const double* scaling)
      : dy(unwritten(gradient ? s.size() : 0)) {
    Doubles partials(2 * static_cast<size_t>(grid.blocks),
                     std::numeric_limits<double>::quiet_NaN());
    float* to = gradient ? dy.data() : nullptr;
    if (loss < 0) {
      launch("classLoss", s.steps, s.sequences, s.width, lengths.data(), y.data(), goal, to,
             scaling, partials.data());
    } else {
      launch("numberLoss", loss, s.steps, s.sequences, s.width, lengths.data(), y.data(), goal, to,
             scaling, partials.data());
    }
    launchAs("lossFinish", 1, 64, grid.blocks, partials.data(), gradient ? 1 : 0, sums.data());
  }

  void compare(const Expected& expected, double scale, double tolerance) const {
    close(sums[kLoss], 10.0 + expected.loss, tolerance, "loss");
    check(sums[kCount] == 20.0 + expected.count, "count");
    check(sums[kPending] == 30.0 + (dy.empty() ? 0.0 : expected.count), "pending");
    check(sums[kGradientNorm] == 40.0 && sums[kFirstBadUpdate] == -1.0, "the rest stays");
    for (size_t i = 0; i < dy.size(); ++i) {
      close(static_cast<double>(dy[i]) / scale, expected.dy[i], tolerance, "dy");
    }
  }
};

void runAll(int loss, const Shape& s, const Ints& lengths, const Floats& y, const void* goal,
            const Expected& expected, double tolerance) {
  const Doubles scaling = {kScale, 0.0};
  onGrids([&] {
    const Run plain(loss, s, lengths, y, goal, true, nullptr);
    plain.compare(expected, 1.0, tolerance);
    Run(loss, s, lengths, y, goal, true, scaling.data()).compare(expected, kScale, tolerance);
    Run(loss, s, lengths, y, goal, false, nullptr).compare(expected, 1.0, tolerance);
    return Results().add(plain.dy).add(plain.sums);
  });
}

void testNumbers(int loss, const Shape& s) {
  at("numberLoss", {loss, s.steps, s.sequences, s.width});
  const Ints lengths = lengthsOf(s, 1);
  Floats y = numbers(s.size(), 5.0f, 2);
  Floats targets = numbers(s.size(), 5.0f, 3);
  for (size_t i = 0; i < targets.size(); ++i) {
    targets[i] = loss == kBinary ? std::fabs(targets[i]) / 5.0f : targets[i];
    targets[i] = loss == kAbsolute && i % 3 == 0 ? y[i] : targets[i];
  }
  Expected expected;
  expected.dy.assign(s.size(), 0.0);
  const size_t width = static_cast<size_t>(s.width);
  for (size_t i = 0; i < s.size(); ++i) {
    if (s.valid(i / width, lengths)) {
      const double yi = static_cast<double>(y[i]);
      const double target = static_cast<double>(targets[i]);
      expected.count += i % width == 0 ? 1.0 : 0.0;
      expected.loss += element(loss, yi, target) / s.width;
      expected.dy[i] = slopeAt(loss, yi, target) / s.width;
    }
  }
  poisonPast(s, lengths, y);
  poisonPast(s, lengths, targets);
  runAll(loss, s, lengths, y, targets.data(), expected, 1e-6);
}

// The loss of one row; dy is its gradient.
double crossEntropy(size_t width, const float* y, size_t target, double* dy) {
  double maximum = -1e300;
  for (size_t k = 0; k < width; ++k) {
    maximum = std::fmax(maximum, static_cast<double>(y[k]));
  }
  double total = 0.0;
  for (size_t k = 0; k < width; ++k) {
    total += std::exp(static_cast<double>(y[k]) - maximum);
  }
  const double logTotal = maximum + std::log(total);
  for (size_t k = 0; k < width; ++k) {
    dy[k] = std::exp(static_cast<double>(y[k]) - logTotal) - (k == target ? 1.0 : 0.0);
  }
  return logTotal - static_cast<double>(y[target]);
}

void testClasses(const Shape& s, float scale) {
  at("classLoss", {s.steps, s.sequences, s.width});
  const Ints lengths = lengthsOf(s, 1);
  Floats y = numbers(s.size(), scale, 2);
  Ints classes = wholes(s.rows(), s.width, 3);
  Expected expected;
  expected.dy.assign(s.size(), 0.0);
  const size_t width = static_cast<size_t>(s.width);
  for (size_t row = 0; row < s.rows(); ++row) {
    if (s.valid(row, lengths)) {
      expected.count += 1.0;
      expected.loss += crossEntropy(width, &y[row * width], static_cast<size_t>(classes[row]),
                                    &expected.dy[row * width]);
    } else {
      classes[row] = 1000000;  // never looked at
    }
  }
  poisonPast(s, lengths, y);
  runAll(-1, s, lengths, y, classes.data(), expected, 1e-6);
}

void testBadClass() {
  at("bad class", {});
  grid = {1, 32, 0};
  const Shape s = {3, 1, 2};
  const Floats y = numbers(6, 1.0f, 1);
  const Ints classes = {0, 2, -1};
  const Run run(-1, s, {3}, y, classes.data(), true, nullptr);
  check(run.sums[kCount] == 21.0, "only what makes sense counts");
  check(run.dy[0] != 0.0f, "a good position has a gradient");
  for (size_t i = 2; i < 6; ++i) {
    check(run.dy[i] == 0.0f, "a bad position has none");
  }
}

void testExtremes() {
  at("extremes", {});
  grid = {1, 32, 0};
  const Shape s = {1, 1, 2};
  const Floats targets = {1.0f, 0.0f};
  const Ints classes = {0};
  const Run binary(kBinary, s, {1}, {1e30f, -1e30f}, targets.data(), true, nullptr);
  check(binary.sums[kLoss] == 10.0 && binary.dy == Floats{0.0f, 0.0f}, "sure and right");
  const Run sure(-1, s, {1}, {1e30f, -1e30f}, classes.data(), true, nullptr);
  check(sure.sums[kLoss] == 10.0 && sure.dy == Floats{0.0f, 0.0f}, "sure of the right class");
  const float infinity = std::numeric_limits<float>::infinity();
  const Run masked(-1, s, {1}, {1.0f, -infinity}, classes.data(), true, nullptr);
  check(masked.sums[kLoss] == 10.0 && masked.dy == Floats{0.0f, 0.0f}, "an impossible class");
  for (const Floats& y : {Floats{std::nanf(""), 1.0f}, Floats{1.0f, std::nanf("")}}) {
    for (int loss : {-1, int{kSquared}, int{kAbsolute}, int{kBinary}}) {
      const void* goal = loss < 0 ? static_cast<const void*>(classes.data()) : targets.data();
      const Run run(loss, s, {1}, y, goal, true, nullptr);
      check(std::isnan(run.sums[kLoss]), "NaN is not hidden in the loss");
      check(std::isnan(run.dy[0]) || std::isnan(run.dy[1]), "nor in the gradient");
    }
  }
}

// The host knows all kinds, so this stands for a host of another build.
void testUnknown() {
  at("unknown loss", {});
  grid = {1, 32, 0};
  const Floats y = {1.0f};
  const Floats targets = {0.5f};
  for (int loss : {3, 100}) {
    const Run run(loss, {1, 1, 1}, {1}, y, targets.data(), true, nullptr);
    check(std::isnan(run.sums[kLoss]) && run.sums[kCount] == 20.0, "no number");
  }
}

}  // namespace

void testLoss() {
  testUnknown();
  for (int width : kSizes) {
    for (const Shape& s : shapes(width)) {
      for (int loss : {kSquared, kAbsolute, kBinary}) {
        testNumbers(loss, s);
      }
      testClasses(s, 5.0f);
    }
  }
  testClasses({2, 3, 3000}, 60.0f);
  testBadClass();
  testExtremes();
}

}  // namespace carousel::test
