#include <limits>

#include "test.h"

namespace carousel::test {
namespace {

struct Shape {
  int steps;
  int sequences;
  int width;

  size_t rows() const { return static_cast<size_t>(steps * sequences); }
  size_t size() const { return rows() * static_cast<size_t>(width); }
};

double element(NumberLoss loss, double y, double t) {
  if (loss == kSquared) {
    return (y - t) * (y - t);
  }
  return loss == kAbsolute ? std::fabs(y - t)
                           : std::fmax(y, 0.0) + std::log1p(std::exp(-std::fabs(y))) - t * y;
}

double slopeOf(NumberLoss loss, double y, double t) {
  if (loss == kSquared) {
    return 2 * (y - t);
  }
  return loss == kAbsolute ? (y > t ? 1.0 : y < t ? -1.0 : 0.0) : sigmoidOf(y) - t;
}

// Compares what a call has added to the sums.
void compareSums(const Doubles& sums, double loss, double count, bool gradient) {
  close(sums[kLoss], 10.0 + loss, 1e-6, "loss");
  check(sums[kCount] == 20.0 + count, "count");
  check(sums[kPending] == 30.0 + (gradient ? count : 0.0), "pending");
  check(sums[kGradientNorm] == 40.0 && sums[kFirstBadUpdate] == -1.0, "the rest stays");
}

Doubles someSums() {
  Doubles sums(kSumsSize);
  sums[kLoss] = 10.0;
  sums[kCount] = 20.0;
  sums[kPending] = 30.0;
  sums[kGradientNorm] = 40.0;
  sums[kFirstBadUpdate] = -1.0;
  return sums;
}

Results resultsOf(const Floats& dy, const Doubles& sums) {
  Results all;
  all.add(dy);
  all.add(sums);
  return all;
}

void testNumbers(NumberLoss loss, const Shape& s) {
  at("numberLoss", {loss, s.steps, s.sequences, s.width});
  const Ints lengths = lengthsOf(s.sequences, s.steps, 1);
  const Floats y = numbers(s.size(), 5.0f, 2);
  Floats targets = numbers(s.size(), 5.0f, 3);
  for (size_t i = 0; i < targets.size(); ++i) {
    targets[i] = loss == kBinary ? std::fabs(targets[i]) / 5.0f : targets[i];
    targets[i] = loss == kAbsolute && i % 3 == 0 ? y[i] : targets[i];
  }
  double sum = 0.0;
  double count = 0.0;
  Floats expected(s.size());
  const size_t width = static_cast<size_t>(s.width);
  for (size_t row = 0; row < s.rows(); ++row) {
    const size_t n = row % static_cast<size_t>(s.sequences);
    if (static_cast<int>(row) / s.sequences >= lengths[n]) {
      continue;
    }
    count += 1.0;
    for (size_t i = row * width; i < (row + 1) * width; ++i) {
      const double yi = static_cast<double>(y[i]);
      const double ti = static_cast<double>(targets[i]);
      sum += element(loss, yi, ti) / s.width;
      expected[i] = static_cast<float>(slopeOf(loss, yi, ti) / s.width);
    }
  }
  onTeams([&] {
    Doubles sums = someSums();
    Floats dy = numbers(s.size(), 1.0f, 4);
    kernels().numberLoss(loss, s.steps, s.sequences, s.width, lengths.data(), y.data(),
                         targets.data(), dy.data(), sums.data());
    compareSums(sums, sum, count, true);
    for (size_t i = 0; i < dy.size(); ++i) {
      close(dy[i], expected[i], 1e-6, "dy");
    }
    return resultsOf(dy, sums);
  });
  Doubles sums = someSums();
  kernels().numberLoss(loss, s.steps, s.sequences, s.width, lengths.data(), y.data(),
                       targets.data(), nullptr, sums.data());
  compareSums(sums, sum, count, false);
}

void testClasses(const Shape& s, float scale) {
  at("classLoss", {s.steps, s.sequences, s.width});
  const Ints lengths = lengthsOf(s.sequences, s.steps, 1);
  const Floats y = numbers(s.size(), scale, 2);
  const Ints classes = wholes(s.rows(), s.width, 3);
  double sum = 0.0;
  double count = 0.0;
  Floats expected(s.size());
  const size_t width = static_cast<size_t>(s.width);
  for (size_t row = 0; row < s.rows(); ++row) {
    const size_t n = row % static_cast<size_t>(s.sequences);
    if (static_cast<int>(row) / s.sequences >= lengths[n]) {
      continue;
    }
    count += 1.0;
    double maximum = -1e300;
    for (size_t k = 0; k < width; ++k) {
      maximum = std::fmax(maximum, static_cast<double>(y[row * width + k]));
    }
    double total = 0.0;
    for (size_t k = 0; k < width; ++k) {
      total += std::exp(static_cast<double>(y[row * width + k]) - maximum);
    }
    const size_t target = static_cast<size_t>(classes[row]);
    const double logTotal = maximum + std::log(total);
    sum += logTotal - static_cast<double>(y[row * width + target]);
    for (size_t k = 0; k < width; ++k) {
      const double softmax = std::exp(static_cast<double>(y[row * width + k]) - logTotal);
      expected[row * width + k] = static_cast<float>(softmax - (k == target ? 1.0 : 0.0));
    }
  }
  onTeams([&] {
    Doubles sums = someSums();
    Floats dy = numbers(s.size(), 1.0f, 4);
    const int64_t bad = kernels().classLoss(s.steps, s.sequences, s.width, lengths.data(), y.data(),
                                            classes.data(), dy.data(), sums.data());
    check(bad == -1, "no bad class");
    compareSums(sums, sum, count, true);
    for (size_t i = 0; i < dy.size(); ++i) {
      close(dy[i], expected[i], 1e-6, "dy");
    }
    return resultsOf(dy, sums);
  });
  Doubles sums = someSums();
  kernels().classLoss(s.steps, s.sequences, s.width, lengths.data(), y.data(), classes.data(),
                      nullptr, sums.data());
  compareSums(sums, sum, count, false);
}

void testBadClass() {
  at("bad class", {});
  Ints lengths(1);
  lengths[0] = 3;
  Ints classes(3);
  classes[1] = 2;
  classes[2] = -1;
  const Floats y = numbers(6, 1.0f, 1);
  Floats dy = numbers(6, 1.0f, 2);
  Doubles sums(kSumsSize);
  const int64_t bad = kernels().classLoss(3, 1, 2, lengths.data(), y.data(), classes.data(),
                                          dy.data(), sums.data());
  check(bad == 1, "the first bad position is told");
  check(sums[kCount] == 1.0, "only what makes sense counts");
  check(dy[0] != 0.0f && dy[2] == 0.0f && dy[5] == 0.0f, "a bad position has no gradient");
}

void testExtremes() {
  at("extremes", {});
  Ints lengths(1);
  lengths[0] = 1;
  Floats y(2);
  y[0] = 1e30f;
  y[1] = -1e30f;
  Floats targets(2);
  targets[0] = 1.0f;
  Floats dy(2);
  Doubles sums(kSumsSize);
  kernels().numberLoss(kBinary, 1, 1, 2, lengths.data(), y.data(), targets.data(), dy.data(),
                       sums.data());
  check(sums[kLoss] == 0.0 && dy[0] == 0.0f && dy[1] == 0.0f, "sure and right");
  Ints classes(1);
  kernels().classLoss(1, 1, 2, lengths.data(), y.data(), classes.data(), dy.data(), sums.data());
  check(sums[kLoss] == 0.0 && dy[0] == 0.0f && dy[1] == 0.0f, "sure of the right class");
  y[0] = std::numeric_limits<float>::quiet_NaN();
  kernels().classLoss(1, 1, 2, lengths.data(), y.data(), classes.data(), dy.data(), sums.data());
  check(std::isnan(sums[kLoss]), "NaN is not hidden");
}

}  // namespace

void testLoss() {
  for (int width : kSizes) {
    for (const Shape& s : {Shape{1, 1, width}, Shape{7, 5, width}, Shape{33, 32, width}}) {
      for (NumberLoss loss : {kSquared, kAbsolute, kBinary}) {
        testNumbers(loss, s);
      }
      testClasses(s, 5.0f);
    }
  }
  for (NumberLoss loss : {kSquared, kAbsolute, kBinary}) {
    testNumbers(loss, {2, 3, 600});
  }
  testClasses({2, 3, 600}, 1.0f);
  testClasses({2, 3, 3000}, 60.0f);
  testBadClass();
  testExtremes();
}

}  // namespace carousel::test
