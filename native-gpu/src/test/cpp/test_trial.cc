#include "number_types.h"
#include "philox.cuh"
#include "test.h"

namespace carousel::test {
namespace {

constexpr size_t kCounts[] = {1, 3, 4, 5, 255, 1000, 5000};

template <class T>
void testFill(int type, size_t count) {
  at("fill", {type, static_cast<long>(count)});
  onGridsAlike([&] {
    std::vector<T> to(count, as<T>(type, 9.0f));
    std::vector<T> other(count, as<T>(type, 9.0f));
    launch("fillUniform", type, static_cast<long long>(count), 1, 0.5f, to.data());
    launch("fillUniform", type, static_cast<long long>(count), 2, 0.5f, other.data());
    const PhiloxStream stream = {1, 0, 0, 0, 0};
    double sum = 0;
    size_t same = 0;
    for (size_t i = 0; i < count; ++i) {
      const float uniform = uniformOf(philoxBlock(stream, i / 4).words[i % 4]);
      check(to[i] == as<T>(type, 0.5f * (2.0f * uniform - 1.0f)), "the number of its place");
      check(std::fabs(static_cast<double>(value(type, to[i]))) <= 0.5, "within the scale");
      sum += static_cast<double>(value(type, to[i]));
      same += to[i] == other[i] ? 1 : 0;
    }
    const double n = static_cast<double>(count);
    check(std::fabs(sum / n) <= 5 * 0.5 / std::sqrt(3 * n), "the mean is none by five sigmas");
    check(static_cast<double>(same) <= 1 + 0.02 * n, "another stream, other numbers");
    return Results().add(to);
  });
}

template <class T>
void testDifference(int type, size_t count) {
  at("difference", {type, static_cast<long>(count)});
  const Floats a = numbers(count, 1.0f, 1);
  const Floats b = numbers(count, 1.0f, 2);
  std::vector<T> actual(count);
  std::vector<T> expected(count);
  double difference = 0;
  double size = 0;
  for (size_t i = 0; i < count; ++i) {
    actual[i] = as<T>(type, a[i]);
    expected[i] = as<T>(type, b[i]);
    const double e = static_cast<double>(value(type, expected[i]));
    const double d = static_cast<double>(value(type, actual[i])) - e;
    difference += d * d;
    size += e * e;
  }
  onGrids([&] {
    Doubles partials(2 * static_cast<size_t>(grid.blocks), -1.0);
    launch("differenceSums", type, static_cast<long long>(count), actual.data(), expected.data(),
           partials.data());
    double sums[2] = {0, 0};
    for (size_t i = 0; i < partials.size(); ++i) {
      sums[i % 2] += partials[i];
    }
    close(sums[0], difference, 1e-12 * static_cast<double>(count), "the squares of differences");
    close(sums[1], size, 1e-12 * static_cast<double>(count), "the squares of what is expected");
    return Results().add(partials);
  });
}

void testWhatIsNotFinite() {
  at("difference of NaN", {});
  const Floats expected(40, 1.0f);
  Floats actual(40, 1.0f);
  actual[33] = std::nanf("");
  onGrids([&] {
    Doubles partials(2 * static_cast<size_t>(grid.blocks), -1.0);
    launch("differenceSums", static_cast<int>(kFloat), 40LL, actual.data(), expected.data(),
           partials.data());
    double sum = 0;
    for (size_t i = 0; i < partials.size(); i += 2) {
      sum += partials[i];
    }
    check(std::isnan(sum), "NaN is not lost");
    return Results();
  });
}

}  // namespace

void testTrial() {
  for (size_t count : kCounts) {
    testFill<float>(kFloat, count);
    testFill<unsigned short>(kHalf, count);
    testFill<unsigned short>(kBfloat16, count);
    testDifference<float>(kFloat, count);
    testDifference<unsigned short>(kHalf, count);
    testDifference<unsigned short>(kBfloat16, count);
  }
  testWhatIsNotFinite();
}

}  // namespace carousel::test
