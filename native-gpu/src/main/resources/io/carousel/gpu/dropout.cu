// Inverted dropout. The number of an element is a function of its place in the padded tensor, so
// backward draws the mask again instead of keeping it.
#include "philox.cuh"

namespace carousel {

// io.carousel.random.Purpose.DROPOUT.
constexpr int kDropoutPurpose = 3;

// y = mask x, 0 past lengths; backward is the same with dy and dx. A thread takes the four elements
// of a block of numbers.
//
//   steps        T, or 1 with null lengths for one row per sequence; x, y [steps, sequences, width]
//   lengths      [sequences] or null
//   probability  of being dropped, as float32 of io.carousel.model.DropoutSpec's; 0: nothing is
//   scale        1 / (1 - probability), computed in double
//   layer        the layer instance's number
//   numbers      run and seed are read
//   y            written; may be x
extern "C" __global__ void __launch_bounds__(kMostThreads)
    dropout(int steps, int sequences, int width, const int* lengths, float probability, float scale,
            int layer, const RunNumbers* numbers, const float* x, float* y) {
  const PhiloxStream stream = philoxStream(numbers->seed, kDropoutPurpose, layer, numbers->run);
  const Index count = static_cast<Index>(steps) * sequences * width;
  for (Index block = threadNumber(); 4 * block < count; block += threadCount()) {
    PhiloxBlock random = {};
    if (probability > 0.0f) {
      random = philoxBlock(stream, static_cast<unsigned long long>(block));
    }
    Index row = 4 * block / width;
    int column = static_cast<int>(4 * block - row * width);
    bool valid = counts(static_cast<unsigned>(row), sequences, lengths);
    float masked[4];
#pragma unroll
    for (int word = 0; word < 4; ++word) {
      const Index i = 4 * block + word;
      if (column == width) {
        column = 0;
        ++row;
        valid = i < count && counts(static_cast<unsigned>(row), sequences, lengths);
      }
      const bool kept = i < count && valid && uniformOf(random.words[word]) >= probability;
      masked[word] = kept ? scale * x[i] : 0.0f;
      ++column;
    }
#pragma unroll
    for (int word = 0; word < 4; ++word) {
      if (4 * block + word < count) {
        y[4 * block + word] = masked[word];
      }
    }
  }
}

}  // namespace carousel
