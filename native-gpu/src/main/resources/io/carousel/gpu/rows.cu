// Rows past lengths and states of empty sequences. cuDNN wants lengths of at least 1: an empty
// sequence runs as one step whose input and gradients are zero, and what comes out of it is
// replaced.
#include "common.cuh"

namespace carousel {

// x[t, n] = 0 where t >= lengths[n].
//
//   x   [steps, sequences, width], written past lengths only
extern "C" __global__ void __launch_bounds__(kMostThreads)
    zeroPast(int steps, int sequences, int width, const int* lengths, float* x) {
  forEachPiece(steps * sequences, width, [&](const Piece& piece) {
    if (!counts(piece.row, sequences, lengths)) {
      for (int k = piece.first; k < piece.end; k += piece.step) {
        x[piece.at(width, k)] = 0.0f;
      }
    }
  });
}

// to[t, n] = from[l - 1 - t, n] for the valid steps of a sequence of length l, 0 past lengths: the
// order in which a layer that reads backward sees its input. Turning twice gives the rows back.
//
//   lengths    [sequences] or null
//   from, to   [steps, sequences, width]; `to` is written and must not be `from`
extern "C" __global__ void __launch_bounds__(kMostThreads)
    turnRows(int steps, int sequences, int width, const int* lengths, const float* from,
             float* to) {
  forEachPiece(steps * sequences, width, [&](const Piece& piece) {
    const unsigned n = piece.row % static_cast<unsigned>(sequences);
    const int step = static_cast<int>(piece.row / static_cast<unsigned>(sequences));
    const int length = lengths == nullptr ? steps : lengths[n];
    const bool valid = step < length;
    const Index source = valid ? static_cast<Index>(length - 1 - step) * sequences + n : 0;
    for (int k = piece.first; k < piece.end; k += piece.step) {
      to[piece.at(width, k)] = valid ? from[source * width + k] : 0.0f;
    }
  });
}

// to[d, n] = from[d, n], 0 where lengths[n] is 0: gradients of last states, without those that must
// not enter the cell.
static inline __device__ void maskPiece(const Piece& piece, bool empty, int width,
                                        const float* from, float* to) {
  mapPiece(piece, width, from, to, [&](int, float x) { return empty ? 0.0f : x; });
}

// Masks h, and c where it is not null; all are [directions, sequences, width].
//
//   lengths    [sequences]
//   hTo, cTo   written; may be hFrom, cFrom
extern "C" __global__ void __launch_bounds__(kMostThreads)
    maskStates(int directions, int sequences, int width, const int* lengths, const float* hFrom,
               float* hTo, const float* cFrom, float* cTo) {
  forEachPiece(directions * sequences, width, [&](const Piece& piece) {
    const bool empty = lengths[piece.row % static_cast<unsigned>(sequences)] == 0;
    maskPiece(piece, empty, width, hFrom, hTo);
    if (cFrom != nullptr) {
      maskPiece(piece, empty, width, cFrom, cTo);
    }
  });
}

static inline __device__ void copyPiece(const Piece& piece, int width, const float* from,
                                        float* to) {
  mapPiece(piece, width, from, to, [](int, float x) { return x; });
}

// to[d, n] = from[d, n] where lengths[n] is 0, else to stays: hT = h0 forward, dh0 = dhT backward.
// The same for c where it is not null; all are [directions, sequences, width].
//
//   lengths    [sequences]
//   hTo, cTo   written for empty sequences
extern "C" __global__ void __launch_bounds__(kMostThreads)
    keepStates(int directions, int sequences, int width, const int* lengths, const float* hFrom,
               float* hTo, const float* cFrom, float* cTo) {
  forEachPiece(directions * sequences, width, [&](const Piece& piece) {
    if (lengths[piece.row % static_cast<unsigned>(sequences)] == 0) {
      copyPiece(piece, width, hFrom, hTo);
      if (cFrom != nullptr) {
        copyPiece(piece, width, cFrom, cTo);
      }
    }
  });
}

}  // namespace carousel
