// Moving, adding and clearing rows.
#include "parallel.h"
#include "row_math.h"

namespace carousel::CAROUSEL_ISA {
namespace {

// Nanoseconds per element, roughly.
constexpr double kMove = 0.25;

typedef float Four __attribute__((vector_size(16)));

// Four of the eight numbers of a and b. GCC has had clang's name for it since version 12 only.
#if defined(__clang__)
#define SHUFFLE(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
#else
typedef int32_t Lanes __attribute__((vector_size(16)));
#define SHUFFLE(a, b, ...) __builtin_shuffle(a, b, Lanes{__VA_ARGS__})
#endif

Four load(const float* from) {
  Four four;
  std::memcpy(&four, from, sizeof four);
  return four;
}

// Overwrites, or adds.
template <bool kAdds>
void put(Four four, float* to) {
  if (kAdds) {
    four += load(to);
  }
  std::memcpy(to, &four, sizeof four);
}

// to[r, c] = from[c, r], or += it, for four r and four c.
template <bool kAdds>
void transposeTile(const float* from, Index ldFrom, float* to, Index ldTo) {
  const Four a = load(from);
  const Four b = load(from + ldFrom);
  const Four c = load(from + 2 * ldFrom);
  const Four d = load(from + 3 * ldFrom);
  const Four ab0 = SHUFFLE(a, b, 0, 4, 1, 5);
  const Four cd0 = SHUFFLE(c, d, 0, 4, 1, 5);
  const Four ab2 = SHUFFLE(a, b, 2, 6, 3, 7);
  const Four cd2 = SHUFFLE(c, d, 2, 6, 3, 7);
  put<kAdds>(SHUFFLE(ab0, cd0, 0, 1, 4, 5), to);
  put<kAdds>(SHUFFLE(ab0, cd0, 2, 3, 6, 7), to + ldTo);
  put<kAdds>(SHUFFLE(ab2, cd2, 0, 1, 4, 5), to + 2 * ldTo);
  put<kAdds>(SHUFFLE(ab2, cd2, 2, 3, 6, 7), to + 3 * ldTo);
}

template <bool kAdds>
void transposeEdge(Index rows, Index columns, const float* from, Index ldFrom, float* to,
                   Index ldTo) {
  for (Index r = 0; r < rows; ++r) {
    for (Index c = 0; c < columns; ++c) {
      const float number = from[c * ldFrom + r];
      to[r * ldTo + c] = kAdds ? to[r * ldTo + c] + number : number;
    }
  }
}

// A square of at most 32 by 32, which stays in the first cache.
template <bool kAdds>
void transposeSquare(Index rows, Index columns, const float* from, Index ldFrom, float* to,
                     Index ldTo) {
  const Index wholeRows = rows / 4 * 4;
  const Index wholeColumns = columns / 4 * 4;
  for (Index r = 0; r < wholeRows; r += 4) {
    for (Index c = 0; c < wholeColumns; c += 4) {
      transposeTile<kAdds>(from + c * ldFrom + r, ldFrom, to + r * ldTo + c, ldTo);
    }
  }
  transposeEdge<kAdds>(wholeRows, columns - wholeColumns, from + wholeColumns * ldFrom, ldFrom,
                       to + wholeColumns, ldTo);
  transposeEdge<kAdds>(rows - wholeRows, columns, from + wholeRows, ldFrom, to + wholeRows * ldTo,
                       ldTo);
}

template <bool kAdds>
void transposeAll(int rows, int columns, const float* from, int ldFrom, float* to, int ldTo) {
  const Index side = 32;
  const Index across = ceilDiv(columns, side);
  const double work = 1.0 * rows * columns;
  parallelBlocks(ceilDiv(rows, side) * across, work, [=](Index square) {
    const Index r = square / across * side;
    const Index c = square % across * side;
    transposeSquare<kAdds>(least(side, rows - r), least(side, columns - c), from + c * ldFrom + r,
                           ldFrom, to + r * ldTo + c, ldTo);
  });
}

// Bytes that one thread takes at a time.
constexpr Index kPart = 1 << 16;

}  // namespace

void gatherRows(int n, int width, const int32_t* index, const float* from, int ldFrom, float* to,
                int ldTo) {
  parallelRows(n, width, kMove, [=](Index i) {
    if (index[i] >= 0) {
      copyRow(width, from + static_cast<Index>(index[i]) * ldFrom, to + i * ldTo);
    }
  });
}

void scatterRows(int n, int width, const int32_t* index, const float* from, int ldFrom, float* to,
                 int ldTo) {
  parallelRows(n, width, kMove, [=](Index i) {
    if (index[i] >= 0) {
      copyRow(width, from + i * ldFrom, to + static_cast<Index>(index[i]) * ldTo);
    }
  });
}

// Threads share the columns, not the rows: so each sum runs in the order of the rows.
void scatterAddRows(int n, int width, const int32_t* index, const float* from, int ldFrom,
                    float* to, int ldTo) {
  const double work = kMove * n * width;
  parallelBlocks(ceilDiv(width, kStrip), work, [=](Index strip) {
    const Index first = strip * kStrip;
    const Index columns = least(kStrip, width - first);
    for (Index i = 0; i < n; ++i) {
      if (index[i] >= 0) {
        addRow(columns, from + i * ldFrom + first,
               to + static_cast<Index>(index[i]) * ldTo + first);
      }
    }
  });
}

void addRows(int n, int width, const float* from, int ldFrom, float* to, int ldTo) {
  parallelRows(n, width, kMove, [=](Index i) { addRow(width, from + i * ldFrom, to + i * ldTo); });
}

void add(int64_t count, const float* from, float* to) {
  parallelRange(count, kMove,
                [=](Index first, Index end) { addRow(end - first, from + first, to + first); });
}

void transpose(int rows, int columns, const float* from, int ldFrom, float* to, int ldTo) {
  transposeAll<false>(rows, columns, from, ldFrom, to, ldTo);
}

void transposeAdd(int rows, int columns, const float* from, int ldFrom, float* to, int ldTo) {
  transposeAll<true>(rows, columns, from, ldFrom, to, ldTo);
}

void zeroPast(int steps, int sequences, int width, const int32_t* lengths, float* x) {
  const Index rows = static_cast<Index>(steps) * sequences;
  parallelRows(rows, width, kMove, [=](Index row) {
    if (row / sequences >= lengths[row % sequences]) {
      zeroRow(width, x + row * width);
    }
  });
}

void zero(int64_t bytes, void* to) {
  parallelBlocks(ceilDiv(bytes, kPart), 0.06 * static_cast<double>(bytes), [=](Index b) {
    const Index count = least(kPart, bytes - b * kPart);
    std::memset(static_cast<char*>(to) + b * kPart, 0, static_cast<size_t>(count));
  });
}

void copy(int64_t bytes, const void* from, void* to) {
  parallelBlocks(ceilDiv(bytes, kPart), 0.06 * static_cast<double>(bytes), [=](Index b) {
    const Index count = least(kPart, bytes - b * kPart);
    std::memcpy(static_cast<char*>(to) + b * kPart, static_cast<const char*>(from) + b * kPart,
                static_cast<size_t>(count));
  });
}

}  // namespace carousel::CAROUSEL_ISA
