// Rows of a weight matrix by token, and their gradient.
#include "parallel.h"
#include "row_math.h"

namespace carousel::CAROUSEL_ISA {
namespace {

// Tokens of one call, and which of them count.
struct Tokens {
  Index sequences;
  Index vocabulary;
  const int32_t* tokens;
  const int32_t* lengths;

  bool counts(Index position) const { return position / sequences < lengths[position % sequences]; }

  bool known(Index position) const {
    return tokens[position] >= 0 && tokens[position] < vocabulary;
  }
};

int64_t firstUnknown(const Tokens& given, Index positions) {
  for (Index p = 0; p < positions; ++p) {
    if (!given.known(p) && given.counts(p)) {
      return p;
    }
  }
  return -1;
}

}  // namespace

int64_t embeddingForward(int steps, int sequences, int width, int vocabulary, const int32_t* tokens,
                         const int32_t* lengths, const float* weights, float* y) {
  const Tokens given = {sequences, vocabulary, tokens, lengths};
  const Index positions = static_cast<Index>(steps) * sequences;
  parallelRows(positions, width, 0.25, [=](Index p) {
    if (given.counts(p) && given.known(p)) {
      copyRow(width, weights + static_cast<Index>(tokens[p]) * width, y + p * width);
    } else {
      zeroRow(width, y + p * width);
    }
  });
  return firstUnknown(given, positions);
}

// Threads share the columns, not the positions: so each sum runs in the order of the positions.
void embeddingBackward(int steps, int sequences, int width, int vocabulary, const int32_t* tokens,
                       const int32_t* lengths, const float* dy, float* dWeights) {
  const Tokens given = {sequences, vocabulary, tokens, lengths};
  const Index positions = static_cast<Index>(steps) * sequences;
  const double work = 0.5 * static_cast<double>(positions) * width;
  parallelBlocks(ceilDiv(width, kStrip), work, [=](Index strip) {
    const Index first = strip * kStrip;
    const Index columns = least(kStrip, width - first);
    for (Index p = 0; p < positions; ++p) {
      if (given.counts(p) && given.known(p)) {
        addRow(columns, dy + p * width + first,
               dWeights + static_cast<Index>(tokens[p]) * width + first);
      }
    }
  });
}

}  // namespace carousel::CAROUSEL_ISA
