// One recurrent layer as cuDNN documents it, reckoned in double and rounded where cuDNN stores.
#ifndef CAROUSEL_EMULATOR_RNN_H
#define CAROUSEL_EMULATOR_RNN_H

#include <cstddef>
#include <vector>

#include "numbers.h"

namespace emulator {

enum class Cell { kRelu = 0, kTanh = 1, kLstm = 2, kGru = 3 };

enum class Bias { kNone = 0, kInput = 1, kDouble = 2, kRecurrent = 3 };

struct RnnShape {
  Cell cell;
  Bias bias;
  int directions;
  int width;   // of the input
  int hidden;  // units of one direction
  Type type;
  int steps;
  std::vector<int> lengths;

  int gates() const { return cell == Cell::kLstm ? 4 : cell == Cell::kGru ? 3 : 1; }
  int sequences() const { return static_cast<int>(lengths.size()); }
};

// Where the parts of the weight space are, in numbers. The order is not cuDNN's and there are gaps,
// so that whoever assumes an order or no gaps is found out.
class WeightLayout {
 public:
  explicit WeightLayout(const RnnShape& shape);
  size_t matrix(int direction, int linear) const { return matrices_[index(direction, linear)]; }
  bool hasBias(int linear) const;
  size_t bias(int direction, int linear) const { return biases_[index(direction, linear)]; }
  size_t size() const { return size_; }

 private:
  size_t index(int direction, int linear) const {
    return static_cast<size_t>(direction * 2 * gates_ + linear);
  }

  Bias mode_;
  int gates_;
  std::vector<size_t> matrices_;
  std::vector<size_t> biases_;
  size_t size_;
};

// What the calls are given. Null h0, c0, dhT and dcT are zeros; null results are not wanted.
struct RnnCall {
  RnnShape shape;
  const void* x;
  const void* h0;
  const void* c0;
  const void* weights;
  void* y;
  void* hT;
  void* cT;
  void* work;
  size_t workBytes;
  void* reserve;  // null for inference
  size_t reserveBytes;
  const void* dy;
  const void* dhT;
  const void* dcT;
  void* dx;
  void* dh0;
  void* dc0;
  void* dWeights;
  bool filled;  // whether y's padding is written
  double fill;
  bool wrong;  // whether y is made a tenth too large
};

size_t rnnWorkBytes(const RnnShape& shape);
size_t rnnReserveBytes(const RnnShape& shape);

// Each returns an Error.
int rnnForward(const RnnCall& call);
int rnnBackwardData(const RnnCall& call);
int rnnBackwardWeights(const RnnCall& call);

}  // namespace emulator

#endif
