// What the pretend libcudnn keeps behind its handles.
#ifndef CAROUSEL_EMULATOR_DNN_H
#define CAROUSEL_EMULATOR_DNN_H

#include <string>
#include <vector>

#include "rnn.h"

namespace emulator::dnn {

enum Status : int { kFine = 0, kBadParameter = 2000, kUnsupported = 3000, kFailed = 5000 };

struct Handle {
  void* stream;
};

struct Tensor {
  int type;
  int count;
  int dims[8];
  int strides[8];
};

struct Rnn {
  int algorithm;
  emulator::RnnShape shape;  // without steps and lengths
  bool padded;
  int builtFor = -1;  // sequences that the dynamic algorithm was built for
};

struct Data {
  int type;
  int layout;
  int steps;
  int width;
  std::vector<int> lengths;
  bool filled;
  double fill;
};

// Returns the status, and keeps the reason for cudnnGetLastErrorString.
int refuse(int status, const std::string& reason);

bool ragged(const Data* data);

// Why the layer's algorithm does not take a shape; empty if it does.
std::string refusal(const Rnn* rnn, const Data* data, bool training);

RnnShape shapeOf(const Rnn* rnn, const Data* data);

}  // namespace emulator::dnn

#endif
