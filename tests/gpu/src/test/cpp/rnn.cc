#include "rnn.h"

#include <cmath>
#include <cstring>
#include <functional>

#include "core.h"

namespace emulator {
namespace {

// What a step keeps for the way back, by gate: the activations, then the gradients of the sums. The
// fifth is c of an LSTM and R_n h' + b of a GRU.
constexpr int kKept = 5;
constexpr int kExtra = 4;
constexpr size_t kHeaderBytes = 64;

enum Phase : long { kNothing = 0, kForward = 0x6f72617763, kData = 0x617461646b };

// What the reserve space begins with, so that using it wrongly is an error and not a result.
struct Header {
  long phase;
  size_t key;
};

size_t keyOf(const RnnShape& shape) {
  size_t key = 17;
  for (int value : {static_cast<int>(shape.cell), static_cast<int>(shape.bias), shape.directions,
                    shape.width, shape.hidden, static_cast<int>(shape.type), shape.steps}) {
    key = key * 31 + static_cast<size_t>(value);
  }
  for (int length : shape.lengths) {
    key = key * 31 + static_cast<size_t>(length);
  }
  return key;
}

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

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

// The equations of each cell, for one unit of one step.
struct Unit {
  const double* input;      // W x + b by gate
  const double* recurrent;  // R h' + b by gate
  double h;
  double c;
  double kept[kKept];
};

void forwardUnit(Cell cell, Unit& u) {
  switch (cell) {
    case Cell::kLstm:
      for (int g = 0; g < 4; g++) {
        const double sum = u.input[g] + u.recurrent[g];
        u.kept[g] = g == 2 ? std::tanh(sum) : sigmoid(sum);
      }
      u.c = u.kept[1] * u.c + u.kept[0] * u.kept[2];
      u.kept[kExtra] = u.c;
      u.h = u.kept[3] * std::tanh(u.c);
      return;
    case Cell::kGru:
      u.kept[0] = sigmoid(u.input[0] + u.recurrent[0]);
      u.kept[1] = sigmoid(u.input[1] + u.recurrent[1]);
      u.kept[kExtra] = u.recurrent[2];
      u.kept[2] = std::tanh(u.input[2] + u.kept[0] * u.recurrent[2]);
      u.h = (1 - u.kept[1]) * u.kept[2] + u.kept[1] * u.h;
      return;
    case Cell::kTanh:
      u.h = std::tanh(u.input[0] + u.recurrent[0]);
      return;
    case Cell::kRelu:
      u.h = u.input[0] + u.recurrent[0];
      u.h = u.h < 0 ? 0 : u.h;  // NaN stays
      return;
  }
}

void forwardSequence(const Layer& layer, int direction, int n) {
  const RnnShape& shape = layer.shape;
  const int gates = shape.gates();
  std::vector<double> h = layer.read(layer.call.h0, layer.stateAt(direction, n), layer.hidden);
  std::vector<double> c = layer.read(layer.call.c0, layer.stateAt(direction, n), layer.hidden);
  for (int s = 0; s < shape.lengths[n]; s++) {
    const int t = layer.time(direction, shape.lengths[n], s);
    const std::vector<double> x = layer.read(layer.call.x, layer.inputAt(t, n), shape.width);
    std::vector<double> next(layer.hidden);
    for (int j = 0; j < layer.hidden; j++) {
      double input[4];
      double recurrent[4];
      for (int g = 0; g < gates; g++) {
        input[g] = layer.product(direction, g, j, x);
        recurrent[g] = layer.product(direction, gates + g, j, h);
      }
      Unit unit = {input, recurrent, h[j], c[j], {}};
      forwardUnit(shape.cell, unit);
      next[j] = layer.rounded(unit.h);
      c[j] = unit.c;
      for (int k = 0; k < kKept && layer.call.reserve != nullptr; k++) {
        layer.saved(direction, t, n, k)[j] = unit.kept[k];
      }
    }
    h = next;
    layer.write(layer.call.y, layer.outputAt(direction, t, n), h);
  }
  layer.write(layer.call.hT, layer.stateAt(direction, n), h);
  if (shape.cell == Cell::kLstm) {
    layer.write(layer.call.cT, layer.stateAt(direction, n), c);
  }
}

// From dh (and dc) of a step to the gradients of its sums; dh becomes what goes on to h' past them,
// dc what goes on to c'. The fifth gradient is that of a GRU's R_n h' + b.
void backwardUnit(Cell cell, const double* kept, double h, double hBefore, double cBefore,
                  double& dh, double& dc, double* da) {
  switch (cell) {
    case Cell::kLstm: {
      const double i = kept[0], f = kept[1], g = kept[2], o = kept[3];
      const double tanhC = std::tanh(kept[kExtra]);
      const double whole = dc + dh * o * (1 - tanhC * tanhC);
      da[0] = whole * g * i * (1 - i);
      da[1] = whole * cBefore * f * (1 - f);
      da[2] = whole * i * (1 - g * g);
      da[3] = dh * tanhC * o * (1 - o);
      dc = whole * f;
      dh = 0;
      return;
    }
    case Cell::kGru: {
      const double r = kept[0], z = kept[1], candidate = kept[2];
      da[2] = dh * (1 - z) * (1 - candidate * candidate);
      da[kExtra] = da[2] * r;
      da[0] = da[2] * kept[kExtra] * r * (1 - r);
      da[1] = dh * (hBefore - candidate) * z * (1 - z);
      dh = dh * z;
      return;
    }
    case Cell::kTanh:
      da[0] = dh * (1 - h * h);
      dh = 0;
      return;
    case Cell::kRelu:
      da[0] = h > 0 ? dh : 0;
      dh = 0;
      return;
  }
}

// The gradient that a gate's recurrent part has.
const double* recurrentGradient(const Layer& layer, int direction, int t, int n, int gate) {
  const bool reset = layer.shape.cell == Cell::kGru && gate == 2;
  return layer.gradient(direction, t, n, reset ? kExtra : gate);
}

void backwardSequence(const Layer& layer, int direction, int n, std::vector<double>& dx) {
  const RnnShape& shape = layer.shape;
  const RnnCall& call = layer.call;
  const int gates = shape.gates();
  const size_t state = layer.stateAt(direction, n);
  std::vector<double> dh = layer.read(call.dhT, state, layer.hidden);
  std::vector<double> dc = layer.read(call.dcT, state, layer.hidden);
  const std::vector<double> c0 = layer.read(call.c0, state, layer.hidden);
  for (int s = shape.lengths[n] - 1; s >= 0; s--) {
    const int t = layer.time(direction, shape.lengths[n], s);
    const int before = s == 0 ? t : layer.time(direction, shape.lengths[n], s - 1);
    const size_t at = layer.outputAt(direction, t, n);
    const std::vector<double> dy = layer.read(call.dy, at, layer.hidden);
    const std::vector<double> h = layer.read(call.y, at, layer.hidden);
    const std::vector<double> hBefore = layer.previousHidden(direction, n, s);
    for (int j = 0; j < layer.hidden; j++) {
      double kept[kKept];
      double da[kKept] = {};
      for (int k = 0; k < kKept; k++) {
        kept[k] = layer.saved(direction, t, n, k)[j];
      }
      const double cBefore = s == 0 ? c0[j] : layer.saved(direction, before, n, kExtra)[j];
      dh[j] += dy[j];
      backwardUnit(shape.cell, kept, h[j], hBefore[j], cBefore, dh[j], dc[j], da);
      for (int k = 0; k < kKept; k++) {
        layer.gradient(direction, t, n, k)[j] = da[k];
      }
    }
    std::vector<double> row(shape.width);
    for (int g = 0; g < gates; g++) {
      layer.back(direction, g, layer.gradient(direction, t, n, g), row);
      layer.back(direction, gates + g, recurrentGradient(layer, direction, t, n, g), dh);
    }
    for (int i = 0; i < shape.width; i++) {
      dx[layer.inputAt(t, n) + i] += row[i];
    }
  }
  layer.write(call.dh0, state, dh);
  if (shape.cell == Cell::kLstm) {
    layer.write(call.dc0, state, dc);
  }
}

// dW += da x^T, db += da.
void addOuter(const Layer& layer, int direction, int linear, const double* da,
              const std::vector<double>& x, std::vector<double>& sums) {
  for (int row = 0; row < layer.hidden; row++) {
    const size_t at = layer.layout.matrix(direction, linear) + static_cast<size_t>(row) * x.size();
    for (size_t i = 0; i < x.size(); i++) {
      sums[at + i] += da[row] * x[i];
    }
    if (layer.layout.hasBias(linear)) {
      sums[layer.layout.bias(direction, linear) + row] += da[row];
    }
  }
}

void addStep(const Layer& layer, int direction, int n, int s, std::vector<double>& sums) {
  const int gates = layer.shape.gates();
  const int t = layer.time(direction, layer.shape.lengths[n], s);
  const std::vector<double> x = layer.read(layer.call.x, layer.inputAt(t, n), layer.shape.width);
  const std::vector<double> h = layer.previousHidden(direction, n, s);
  for (int g = 0; g < gates; g++) {
    addOuter(layer, direction, g, layer.gradient(direction, t, n, g), x, sums);
    addOuter(layer, direction, gates + g, recurrentGradient(layer, direction, t, n, g), h, sums);
  }
}

// Every row past the length becomes this value.
void fillPadding(const Layer& layer, void* to, int width, double value) {
  for (int t = 0; t < layer.shape.steps; t++) {
    for (int n = 0; n < layer.sequences; n++) {
      for (int i = 0; t >= layer.shape.lengths[n] && i < width; i++) {
        store(layer.shape.type, to, (static_cast<size_t>(t) * layer.sequences + n) * width + i,
              value);
      }
    }
  }
}

template <class Body>
void forEachSequence(const Layer& layer, const Body& body) {
  for (int direction = 0; direction < layer.shape.directions; direction++) {
    for (int n = 0; n < layer.sequences; n++) {
      body(direction, n);
    }
  }
}

struct Sizes {
  size_t x;
  size_t y;
  size_t state;
  size_t weights;
};

Sizes sizesOf(const RnnShape& shape) {
  const size_t bytes = static_cast<size_t>(bytesOf(shape.type));
  const size_t rows = static_cast<size_t>(shape.steps) * shape.lengths.size();
  return {rows * shape.width * bytes, rows * shape.directions * shape.hidden * bytes,
          shape.lengths.size() * shape.directions * shape.hidden * bytes,
          WeightLayout(shape).size() * bytes};
}

struct Piece {
  const char* name;
  const void* address;
  size_t bytes;
  bool optional;
};

bool allReachable(const char* call, std::initializer_list<Piece> pieces) {
  for (const Piece& piece : pieces) {
    if (piece.address == nullptr && piece.optional) {
      continue;
    }
    if (!reachable(piece.address, piece.bytes, call, piece.name)) {
      return false;
    }
  }
  return true;
}

// The workspace comes with anything in it and is left as NaN.
bool scramble(const RnnCall& call, const char* name) {
  if (!allReachable(name, {{"the work space", call.work, call.workBytes, false}})) {
    return false;
  }
  memset(call.work, 0xff, call.workBytes);
  return true;
}

Header* headerOf(const RnnCall& call) { return static_cast<Header*>(call.reserve); }

bool reserveIs(const RnnCall& call, const char* name, Phase least) {
  if (!allReachable(name, {{"the reserve space", call.reserve, call.reserveBytes, false}})) {
    return false;
  }
  const Header* header = headerOf(call);
  const bool known = header->phase == kForward || header->phase == kData;
  if (!known || header->key != keyOf(call.shape)) {
    say("%s: the reserve space is not that of a forward pass of this shape", name);
    return false;
  }
  if (least == kData && header->phase != kData) {
    say("%s: the backward pass of the data must come first", name);
    return false;
  }
  return true;
}

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

}  // namespace

WeightLayout::WeightLayout(const RnnShape& shape)
    : mode_(shape.bias),
      gates_(shape.gates()),
      matrices_(static_cast<size_t>(shape.directions * 2 * gates_)),
      biases_(matrices_.size()) {
  size_t at = 5;
  for (int direction = shape.directions; direction-- > 0;) {
    for (int linear = 2 * gates_; linear-- > 0;) {
      biases_[index(direction, linear)] = at;
      at += hasBias(linear) ? static_cast<size_t>(shape.hidden) + 3 : 0;
      matrices_[index(direction, linear)] = at;
      at += static_cast<size_t>(shape.hidden) *
                static_cast<size_t>(linear < gates_ ? shape.width : shape.hidden) +
            7;
    }
  }
  size_ = at;
}

bool WeightLayout::hasBias(int linear) const {
  return mode_ == Bias::kDouble || mode_ == (linear < gates_ ? Bias::kInput : Bias::kRecurrent);
}

size_t rnnWorkBytes(const RnnShape& shape) { return 1024 + sizesOf(shape).y; }

size_t rnnReserveBytes(const RnnShape& shape) {
  return kHeaderBytes + sizeof(double) * 2 * kKept * static_cast<size_t>(shape.directions) *
                            shape.steps * shape.lengths.size() * shape.hidden;
}

int rnnForward(const RnnCall& call) {
  const char* name = "cudnnRNNForward";
  const Sizes sizes = sizesOf(call.shape);
  if (!allReachable(name, {{"x", call.x, sizes.x, false},
                           {"hx", call.h0, sizes.state, true},
                           {"cx", call.c0, sizes.state, true},
                           {"weightSpace", call.weights, sizes.weights, false},
                           {"y", call.y, sizes.y, false},
                           {"hy", call.hT, sizes.state, true},
                           {"cy", call.cT, sizes.state, true},
                           {"reserveSpace", call.reserve, call.reserveBytes, true}}) ||
      !scramble(call, name)) {
    return kIllegalAddress;
  }
  const Layer layer(call);
  forEachSequence(layer, [&](int direction, int n) { forwardSequence(layer, direction, n); });
  fillPadding(layer, call.y, call.shape.directions * call.shape.hidden,
              call.filled ? call.fill : kUndefined);
  if (call.reserve != nullptr) {
    *headerOf(call) = {kForward, keyOf(call.shape)};
  }
  return kSuccess;
}

int rnnBackwardData(const RnnCall& call) {
  const char* name = "cudnnRNNBackwardData_v8";
  const Sizes sizes = sizesOf(call.shape);
  if (!allReachable(name, {{"y", call.y, sizes.y, false},
                           {"dy", call.dy, sizes.y, false},
                           {"hx", call.h0, sizes.state, true},
                           {"cx", call.c0, sizes.state, true},
                           {"weightSpace", call.weights, sizes.weights, false},
                           {"dhy", call.dhT, sizes.state, true},
                           {"dcy", call.dcT, sizes.state, true},
                           {"dx", call.dx, sizes.x, false},
                           {"dhx", call.dh0, sizes.state, true},
                           {"dcx", call.dc0, sizes.state, true}}) ||
      !scramble(call, name)) {
    return kIllegalAddress;
  }
  if (!reserveIs(call, name, kForward)) {
    return kLaunchFailure;
  }
  const Layer layer(call);
  std::vector<double> dx(sizes.x / static_cast<size_t>(bytesOf(call.shape.type)));
  forEachSequence(layer, [&](int direction, int n) { backwardSequence(layer, direction, n, dx); });
  layer.write(call.dx, 0, dx);
  fillPadding(layer, call.dx, call.shape.width, kUndefined);
  headerOf(call)->phase = kData;
  return kSuccess;
}

int rnnBackwardWeights(const RnnCall& call) {
  const char* name = "cudnnRNNBackwardWeights_v8";
  const Sizes sizes = sizesOf(call.shape);
  if (!allReachable(name, {{"x", call.x, sizes.x, false},
                           {"hx", call.h0, sizes.state, true},
                           {"y", call.y, sizes.y, false},
                           {"dweightSpace", call.dWeights, sizes.weights, false}}) ||
      !scramble(call, name)) {
    return kIllegalAddress;
  }
  if (!reserveIs(call, name, kData)) {
    return kLaunchFailure;
  }
  const Layer layer(call);
  std::vector<double> sums(layer.layout.size());
  forEachSequence(layer, [&](int direction, int n) {
    for (int s = 0; s < call.shape.lengths[n]; s++) {
      addStep(layer, direction, n, s, sums);
    }
  });
  for (size_t i = 0; i < sums.size(); i++) {
    if (sums[i] != 0) {
      store(call.shape.type, call.dWeights, i, load(call.shape.type, call.dWeights, i) + sums[i]);
    }
  }
  return kSuccess;
}

}  // namespace emulator
