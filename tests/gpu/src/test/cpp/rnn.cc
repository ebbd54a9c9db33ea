#include "rnn.h"

#include "core.h"
#include "rnn_cell.h"
#include "rnn_layer.h"
#include "rnn_spaces.h"

namespace emulator {
namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

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

}  // namespace

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
  for (size_t i = 0; call.wrong && i < sizes.y / bytesOf(call.shape.type); i++) {
    store(call.shape.type, call.y, i, 1.1 * load(call.shape.type, call.y, i));
  }
  if (call.reserve != nullptr) {
    setPhase(call, kForward);
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
  setPhase(call, kData);
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
