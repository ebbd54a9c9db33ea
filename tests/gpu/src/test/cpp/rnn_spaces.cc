#include "rnn_spaces.h"

#include <cstring>

#include "core.h"
#include "rnn_layer.h"

namespace emulator {
namespace {

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

}  // namespace

Sizes sizesOf(const RnnShape& shape) {
  const size_t bytes = static_cast<size_t>(bytesOf(shape.type));
  const size_t rows = static_cast<size_t>(shape.steps) * shape.lengths.size();
  return {rows * shape.width * bytes, rows * shape.directions * shape.hidden * bytes,
          shape.lengths.size() * shape.directions * shape.hidden * bytes,
          WeightLayout(shape).size() * bytes};
}

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

bool scramble(const RnnCall& call, const char* name) {
  if (!allReachable(name, {{"the work space", call.work, call.workBytes, false}})) {
    return false;
  }
  memset(call.work, 0xff, call.workBytes);
  return true;
}

void setPhase(const RnnCall& call, Phase phase) {
  *static_cast<Header*>(call.reserve) = {phase, keyOf(call.shape)};
}

bool reserveIs(const RnnCall& call, const char* name, Phase least) {
  if (!allReachable(name, {{"the reserve space", call.reserve, call.reserveBytes, false}})) {
    return false;
  }
  const Header* header = static_cast<Header*>(call.reserve);
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

}  // namespace emulator
