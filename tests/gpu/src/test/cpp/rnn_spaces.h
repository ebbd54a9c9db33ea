// The spaces of a recurrent call: how large they are, and whether they are what they should be.
#ifndef CAROUSEL_EMULATOR_RNN_SPACES_H
#define CAROUSEL_EMULATOR_RNN_SPACES_H

#include <initializer_list>

#include "rnn.h"

namespace emulator {

// In bytes.
struct Sizes {
  size_t x;
  size_t y;
  size_t state;
  size_t weights;
};

Sizes sizesOf(const RnnShape& shape);

struct Piece {
  const char* name;
  const void* address;
  size_t bytes;
  bool optional;
};

// Whether all are memory of the device; says which is not.
bool allReachable(const char* call, std::initializer_list<Piece> pieces);

// The work space comes with anything in it and is left as NaN.
bool scramble(const RnnCall& call, const char* name);

// How far a training step has come.
enum Phase : long { kForward = 0x6f72617763, kData = 0x617461646b };

void setPhase(const RnnCall& call, Phase phase);

// Whether the reserve space is that of a step of this shape that has come so far.
bool reserveIs(const RnnCall& call, const char* name, Phase least);

}  // namespace emulator

#endif
