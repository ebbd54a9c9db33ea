// Numbers of the types that cuDNN and cuBLAS take, read and written as double.
#ifndef CAROUSEL_EMULATOR_NUMBERS_H
#define CAROUSEL_EMULATOR_NUMBERS_H

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

namespace emulator {

enum class Type { kFloat, kHalf, kBfloat16 };

inline int bytesOf(Type type) { return type == Type::kFloat ? 4 : 2; }

// A 16-bit float with kDigits stored digits whose least normal exponent is kLeast.
template <int kDigits, int kLeast>
struct Float16 {
  static constexpr unsigned kInfinity = ((1u << (15 - kDigits)) - 1) << kDigits;

  static double read(uint16_t bits) {
    const unsigned size = bits & 0x7fffu;
    const unsigned digits = size & ((1u << kDigits) - 1);
    const int exponent = static_cast<int>(size >> kDigits);
    double value;
    if (size > kInfinity) {
      value = std::numeric_limits<double>::quiet_NaN();
    } else if (size == kInfinity) {
      value = std::numeric_limits<double>::infinity();
    } else if (exponent == 0) {
      value = std::ldexp(digits, kLeast - kDigits);
    } else {
      value = std::ldexp(digits + (1u << kDigits), kLeast + exponent - 1 - kDigits);
    }
    return (bits & 0x8000u) != 0 ? -value : value;
  }

  // To nearest, ties to even. With n the multiple of the last place, the bits of exponent e are
  // (e - least) 2^digits + n, for subnormal numbers and for those that n carries over too.
  static uint16_t write(double value) {
    const unsigned sign = std::signbit(value) ? 0x8000u : 0;
    if (std::isnan(value)) {
      return static_cast<uint16_t>(kInfinity + 1);
    }
    const double size = std::fabs(value);
    if (std::isinf(size)) {
      return static_cast<uint16_t>(sign | kInfinity);
    }
    const int exponent = size == 0 ? kLeast : std::max(std::ilogb(size), kLeast);
    const double n = std::nearbyint(std::ldexp(size, kDigits - exponent));
    const double bits = std::ldexp(exponent - kLeast, kDigits) + n;
    return static_cast<uint16_t>(sign |
                                 (bits >= kInfinity ? kInfinity : static_cast<unsigned>(bits)));
  }
};

using Half = Float16<10, -14>;
using Bfloat16 = Float16<7, -126>;

inline double load(Type type, const void* from, size_t index) {
  if (type == Type::kFloat) {
    return static_cast<const float*>(from)[index];
  }
  const uint16_t bits = static_cast<const uint16_t*>(from)[index];
  return type == Type::kHalf ? Half::read(bits) : Bfloat16::read(bits);
}

inline void store(Type type, void* to, size_t index, double value) {
  if (type == Type::kFloat) {
    static_cast<float*>(to)[index] = static_cast<float>(value);
  } else {
    static_cast<uint16_t*>(to)[index] =
        type == Type::kHalf ? Half::write(value) : Bfloat16::write(value);
  }
}

}  // namespace emulator

#endif
