#include <cstring>
#include <limits>

#include "half.cuh"
#include "test.h"

namespace carousel::test {
namespace {

// A 16-bit type by its numbers: digits behind the first, and the least and most exponents.
struct Format {
  int type;
  int digits;
  int least;
  int most;
};

constexpr Format kFormats[] = {{kHalf, 10, -14, 15}, {kBfloat16, 7, -126, 127}};

// The value of 16 bits, by the definition of IEEE 754.
double valueOf(const Format& f, unsigned bits) {
  const unsigned ones = 0x7fffu >> f.digits;
  const unsigned exponent = bits >> f.digits & ones;
  const unsigned digits = bits & ((1u << f.digits) - 1u);
  double size = std::ldexp(digits, f.least - f.digits);
  if (exponent == ones) {
    size = digits == 0 ? std::numeric_limits<double>::infinity() : std::nan("");
  } else if (exponent > 0) {
    size =
        std::ldexp(digits + (1u << f.digits), static_cast<int>(exponent) - 1 + f.least - f.digits);
  }
  return bits & 0x8000u ? -size : size;
}

// x rounded to a whole number of the smallest steps of its exponent, ties to even.
double rounded(const Format& f, double x) {
  if (x == 0.0 || !std::isfinite(x)) {
    return x;
  }
  const int exponent = std::max(std::ilogb(x), f.least);
  const double step = std::ldexp(1.0, exponent - f.digits);
  const double near = std::nearbyint(x / step) * step;
  const double limit = std::ldexp(1.0, f.most + 1);
  return std::fabs(near) >= limit ? std::copysign(std::numeric_limits<double>::infinity(), x)
                                  : near;
}

float floatOf(unsigned bits) {
  float x;
  std::memcpy(&x, &bits, sizeof x);
  return x;
}

bool same(double a, double b) {
  return std::isnan(a) ? std::isnan(b) : a == b && std::signbit(a) == std::signbit(b);
}

void checkNarrowed(const Format& f, float x) {
  const double exact = rounded(f, static_cast<double>(x));
  check(same(valueOf(f, narrowed(f.type, x)), exact), "the nearest number, ties to even");
}

// All 16-bit numbers, the floats between each two of them, and every exponent.
void testNumbers(const Format& f) {
  at("conversion", {f.type});
  for (unsigned bits = 0; bits < 0x10000u; ++bits) {
    const Bits16 given = static_cast<Bits16>(bits);
    const float x = widened(f.type, given);
    check(same(static_cast<double>(x), valueOf(f, bits)), "every number as float");
    check(std::isnan(x) || narrowed(f.type, x) == given, "and back");
    if (std::isfinite(x)) {
      const float next = widened(f.type, static_cast<Bits16>(bits + 1));
      const float middle = std::isfinite(next) ? x + (next - x) / 2 : x;
      for (float y : {middle, std::nextafter(middle, x), std::nextafter(middle, next),
                      std::nextafter(x, 0.0f), std::nextafter(x, next)}) {
        checkNarrowed(f, y);
      }
    }
  }
  uint32_t state = 12345u;
  for (unsigned exponent = 0; exponent < 512; ++exponent) {
    for (int k = 0; k < 300; ++k) {
      state = state * 1664525u + 1013904223u;
      checkNarrowed(f, floatOf(exponent << 23 | (k == 0 ? 0u : k == 1 ? 0x7fffffu : state >> 9)));
    }
  }
  for (float x : {65504.0f, 65519.996f, 65520.0f, 1e30f, -65520.0f, 3.4e38f, 0x1p-24f, 0x1p-25f,
                  0x1.000002p-25f, 0.0f, -0.0f}) {
    checkNarrowed(f, x);
  }
}

void testRows(const Format& f, const Shape& s, bool ragged) {
  at("rows", {f.type, s.steps, s.sequences, s.width, ragged});
  const Ints lengths = lengthsOf(s, 1);
  const int* given = ragged ? lengths.data() : nullptr;
  Floats x = numbers(s.size(), 100.0f, 2);
  if (ragged) {
    poisonPast(s, lengths, x);
  }
  Shorts narrow(s.size());
  for (size_t i = 0; i < s.size(); ++i) {
    const bool valid = !ragged || s.valid(i / static_cast<size_t>(s.width), lengths);
    narrow[i] = valid ? narrowed(f.type, x[i]) : 0;
  }
  Shorts padded(narrow);
  for (size_t i = 0; i < s.size(); ++i) {
    const bool valid = !ragged || s.valid(i / static_cast<size_t>(s.width), lengths);
    padded[i] = valid ? padded[i] : 0x7fffu;
  }
  onGridsAlike([&] {
    Shorts to(s.size(), 0x7fffu);
    Floats back = unwritten(s.size());
    launch("narrowRows", f.type, s.steps, s.sequences, s.width, given, x.data(), to.data());
    launch("widenRows", f.type, s.steps, s.sequences, s.width, given, padded.data(), back.data());
    check(to == narrow, "narrow");
    for (size_t i = 0; i < s.size(); ++i) {
      check(back[i] == widened(f.type, narrow[i]), "wide");
    }
    return Results().add(to).add(back);
  });
}

// The host knows all types, so this stands for a host of another build.
void testUnknown() {
  at("unknown type", {});
  grid = {1, 32, 0};
  const int* const all = nullptr;
  const Floats x = {1.0f};
  const Shorts one = {0x3c00u};
  for (int type : {-1, 0, 3}) {
    Shorts narrow = {0};
    Floats wide = {0.0f};
    launch("narrowRows", type, 1, 1, 1, all, x.data(), narrow.data());
    launch("widenRows", type, 1, 1, 1, all, one.data(), wide.data());
    check(narrow[0] == 0x7fffu && std::isnan(wide[0]), "no number");
  }
}

}  // namespace

void testConvert() {
  testUnknown();
  for (const Format& f : kFormats) {
    testNumbers(f);
    for (int width : kSizes) {
      for (const Shape& s : shapes(width)) {
        testRows(f, s, true);
        testRows(f, s, false);
      }
    }
  }
}

}  // namespace carousel::test
