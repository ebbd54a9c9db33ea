// Single rows, for the kernels that move or add whole ones.
#ifndef CAROUSEL_ROW_MATH_H
#define CAROUSEL_ROW_MATH_H

#include <cstring>

#include "isa.h"

namespace carousel::CAROUSEL_ISA {

// Columns that one thread takes where rows must be added in order: two cache lines.
constexpr Index kStrip = 32;

static inline void copyRow(Index width, const float* from, float* to) {
  std::memcpy(to, from, static_cast<size_t>(width) * sizeof(float));
}

static inline void zeroRow(Index width, float* to) {
  std::memset(to, 0, static_cast<size_t>(width) * sizeof(float));
}

static inline void addRow(Index width, const float* from, float* to) {
  CAROUSEL_SIMD
  for (Index k = 0; k < width; ++k) {
    to[k] += from[k];
  }
}

}  // namespace carousel::CAROUSEL_ISA

#endif
