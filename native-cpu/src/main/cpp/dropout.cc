// Inverted dropout by the numbers of io.carousel.random.Philox: Philox4x32-10 (Salmon, Moraes, Dror
// and Shaw, 2011). The number of an element is a function of its place, so backward draws the mask
// again instead of keeping it.
#include <cstring>

#include "parallel.h"

namespace carousel::CAROUSEL_ISA {
namespace {

// Nanoseconds per element, roughly.
constexpr double kDraw = 1.5;

// Blocks of four numbers that are drawn at a time.
constexpr Index kBatch = 64;

// io.carousel.random.Purpose.DROPOUT.
constexpr uint32_t kPurpose = 3;

// One stream of numbers and what to do with them. Element e has word e % 4 of block e / 4.
struct Mask {
  uint32_t key0;
  uint32_t key1;
  uint32_t step;
  uint32_t stream;
  uint32_t stepHigh;
  float probability;
  float scale;
};

Mask maskOf(double probability, int64_t seed, int layer, int64_t run) {
  const uint64_t key = static_cast<uint64_t>(seed);
  const uint64_t step = static_cast<uint64_t>(run);
  return {static_cast<uint32_t>(key),
          static_cast<uint32_t>(key >> 32),
          static_cast<uint32_t>(step),
          kPurpose << 24 | static_cast<uint32_t>(layer),
          static_cast<uint32_t>(step >> 32) << 16,
          static_cast<float>(probability),
          static_cast<float>(1.0 / (1.0 - probability))};
}

// 1 / (1 - p) where the number of 24 bits is at least p, else 0.
inline float factor(const Mask& mask, uint32_t bits) {
  const float uniform = static_cast<float>(static_cast<int32_t>(bits >> 8)) * 0x1p-24f;
  return uniform >= mask.probability ? mask.scale : 0.0f;
}

// A counter and a key on their way through the rounds.
struct State {
  uint32_t c0, c1, c2, c3;
  uint32_t k0, k1;
};

inline State round(const State& s) {
  const uint64_t p0 = static_cast<uint64_t>(0xd2511f53u) * s.c0;
  const uint64_t p1 = static_cast<uint64_t>(0xcd9e8d57u) * s.c2;
  return {static_cast<uint32_t>(p1 >> 32) ^ s.c1 ^ s.k0,
          static_cast<uint32_t>(p1),
          static_cast<uint32_t>(p0 >> 32) ^ s.c3 ^ s.k1,
          static_cast<uint32_t>(p0),
          s.k0 + 0x9e3779b9u,
          s.k1 + 0xbb67ae85u};
}

// Ten rounds, written out: the compiler does not vectorize over a loop within a loop.
inline State rounds(const State& start) {
  const State four = round(round(round(round(start))));
  const State eight = round(round(round(round(four))));
  return round(round(eight));
}

// The factors of the elements 4 first to 4 (first + blocks) - 1. The upper half of the block number
// is that of the first: a tensor would need 2^34 elements, 64 GB, to cross that border.
void drawBatch(const Mask& mask, uint64_t first, Index blocks, float* factors) {
  const Mask with = mask;
  const uint32_t high = with.stepHigh | (static_cast<uint32_t>(first >> 32) & 0xffffu);
  CAROUSEL_SIMD
  for (Index b = 0; b < blocks; ++b) {
    const uint32_t low = static_cast<uint32_t>(first) + static_cast<uint32_t>(b);
    const State s = rounds({low, with.step, with.stream, high, with.key0, with.key1});
    factors[4 * b] = factor(with, s.c0);
    factors[4 * b + 1] = factor(with, s.c1);
    factors[4 * b + 2] = factor(with, s.c2);
    factors[4 * b + 3] = factor(with, s.c3);
  }
}

// y = mask x for neighbours; the first has the number `element`.
void multiplyRun(const Mask& mask, Index element, Index count, const float* x, float* y) {
  float factors[4 * kBatch];
  for (Index done = 0; done < count;) {
    const Index skipped = (element + done) % 4;
    const Index taken = least(count - done, 4 * kBatch - skipped);
    drawBatch(mask, static_cast<uint64_t>((element + done) / 4), ceilDiv(skipped + taken, 4),
              factors);
    CAROUSEL_SIMD
    for (Index k = 0; k < taken; ++k) {
      y[done + k] = factors[skipped + k] * x[done + k];
    }
    done += taken;
  }
}

// A run of sequences of one step, either all valid or all past their ends, is one piece of memory.
struct Runs {
  Index sequences;
  const int32_t* lengths;

  // The end of the run of rows that begins here, at most `end`.
  Index endOf(Index row, Index end) const {
    const bool first = valid(row);
    while (row < end && valid(row) == first) {
      ++row;
    }
    return row;
  }

  bool valid(Index row) const { return row / sequences < lengths[row % sequences]; }
};

}  // namespace

void dropout(int steps, int sequences, int width, const int32_t* lengths, double probability,
             int64_t seed, int layer, int64_t run, const float* x, float* y) {
  const Mask mask = maskOf(probability, seed, layer, run);
  const Runs runs = {sequences, lengths};
  const Index rows = static_cast<Index>(steps) * sequences;
  const Index bundle = most(1, 2048 / most(1, width));
  parallelBlocks(ceilDiv(rows, bundle), kDraw * static_cast<double>(rows) * width, [=](Index b) {
    const Index end = least(rows, (b + 1) * bundle);
    for (Index row = b * bundle; row < end;) {
      const Index next = runs.endOf(row, end);
      const Index first = row * width;
      const Index count = (next - row) * width;
      if (runs.valid(row)) {
        multiplyRun(mask, first, count, x + first, y + first);
      } else {
        std::memset(y + first, 0, static_cast<size_t>(count) * sizeof(float));
      }
      row = next;
    }
  });
}

void dropoutRows(int n, int width, const int32_t* index, double probability, int64_t seed,
                 int layer, int64_t run, const float* x, int ldx, float* y, int ldy) {
  const Mask mask = maskOf(probability, seed, layer, run);
  parallelRows(n, width, kDraw, [=](Index i) {
    multiplyRun(mask, static_cast<Index>(index[i]) * width, width, x + i * ldx, y + i * ldy);
  });
}

}  // namespace carousel::CAROUSEL_ISA
