// Tensors and weights of one recurrent call, seen as numbers.
#ifndef CAROUSEL_EMULATOR_RNN_LAYER_H
#define CAROUSEL_EMULATOR_RNN_LAYER_H

#include <vector>

#include "rnn.h"
#include "rnn_cell.h"

namespace emulator {

// The bytes of the reserve space before the first number.
constexpr size_t kHeaderBytes = 64;

// Tensors and weights of one call.
class Layer {
 public:
  explicit Layer(const RnnCall& call)
      : call(call),
        shape(call.shape),
        layout(call.shape),
        hidden(call.shape.hidden),
        sequences(call.shape.sequences()),
        weights(read(call.weights, 0, static_cast<int>(layout.size()))) {}

  // Step s of the direction, in the order of reading, of a sequence of this length.
  int time(int direction, int length, int s) const { return direction == 0 ? s : length - 1 - s; }

  size_t inputAt(int t, int n) const {
    return (static_cast<size_t>(t) * sequences + n) * shape.width;
  }

  size_t outputAt(int direction, int t, int n) const {
    return ((static_cast<size_t>(t) * sequences + n) * shape.directions + direction) * hidden;
  }

  size_t stateAt(int direction, int n) const {
    return (static_cast<size_t>(direction) * sequences + n) * hidden;
  }

  double* saved(int direction, int t, int n, int which) const {
    double* first = reinterpret_cast<double*>(static_cast<char*>(call.reserve) + kHeaderBytes);
    const size_t row = (static_cast<size_t>(direction) * shape.steps + t) * sequences + n;
    return first + (row * 2 * kKept + which) * hidden;
  }

  double* gradient(int direction, int t, int n, int which) const {
    return saved(direction, t, n, kKept + which);
  }

  std::vector<double> read(const void* from, size_t at, int count) const {
    std::vector<double> values(count);
    for (int i = 0; i < count && from != nullptr; i++) {
      values[i] = load(shape.type, from, at + i);
    }
    return values;
  }

  void write(void* to, size_t at, const std::vector<double>& values) const {
    for (size_t i = 0; i < values.size() && to != nullptr; i++) {
      store(shape.type, to, at + i, values[i]);
    }
  }

  // h before step s: what y has of the step before, or h0.
  std::vector<double> previousHidden(int direction, int n, int s) const {
    if (s == 0) {
      return read(call.h0, stateAt(direction, n), hidden);
    }
    const int t = time(direction, shape.lengths[n], s - 1);
    return read(call.y, outputAt(direction, t, n), hidden);
  }

  double product(int direction, int linear, int row, const std::vector<double>& vector) const {
    const size_t at = layout.matrix(direction, linear) + static_cast<size_t>(row) * vector.size();
    double sum = layout.hasBias(linear) ? weights[layout.bias(direction, linear) + row] : 0;
    for (size_t i = 0; i < vector.size(); i++) {
      sum += weights[at + i] * vector[i];
    }
    return sum;
  }

  // to += W^T da.
  void back(int direction, int linear, const double* da, std::vector<double>& to) const {
    for (int row = 0; row < hidden; row++) {
      const size_t at = layout.matrix(direction, linear) + static_cast<size_t>(row) * to.size();
      for (size_t i = 0; i < to.size(); i++) {
        to[i] += weights[at + i] * da[row];
      }
    }
  }

  // The value as it is after it has been stored.
  double rounded(double value) const {
    char number[4];
    store(shape.type, number, 0, value);
    return load(shape.type, number, 0);
  }

  const RnnCall& call;
  const RnnShape& shape;
  const WeightLayout layout;
  const int hidden;
  const int sequences;
  const std::vector<double> weights;
};

}  // namespace emulator

#endif
