// Rows between float32 and the 16-bit types.
#include "half.cuh"

namespace carousel {

// to = from as half or bfloat16, 0 past lengths.
//
//   type       kHalf or kBfloat16
//   steps      T; from, to [steps, sequences, width]; steps = 1 with null lengths for anything flat
//   lengths    [sequences] or null; what stands past them does not matter
extern "C" __global__ void __launch_bounds__(kMostThreads)
    narrowRows(int type, int steps, int sequences, int width, const int* lengths, const float* from,
               unsigned short* to) {
  forEachPiece(steps * sequences, width, [&](const Piece& piece) {
    const bool valid = counts(piece.row, sequences, lengths);
    mapPiece(piece, width, from, to,
             [&](int, float x) { return valid ? narrowed(type, x) : static_cast<Bits16>(0); });
  });
}

// to = from, which is half or bfloat16, as float32; 0 past lengths.
//
//   the arguments of narrowRows
extern "C" __global__ void __launch_bounds__(kMostThreads)
    widenRows(int type, int steps, int sequences, int width, const int* lengths,
              const unsigned short* from, float* to) {
  forEachPiece(steps * sequences, width, [&](const Piece& piece) {
    const bool valid = counts(piece.row, sequences, lengths);
    mapPiece(piece, width, from, to,
             [&](int, Bits16 x) { return valid ? widened(type, x) : 0.0f; });
  });
}

}  // namespace carousel
