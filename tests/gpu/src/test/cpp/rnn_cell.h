// The equations of each cell, for one unit of one step.
#ifndef CAROUSEL_EMULATOR_RNN_CELL_H
#define CAROUSEL_EMULATOR_RNN_CELL_H

#include "rnn.h"

namespace emulator {

// What a step keeps for the way back, by gate: the activations, then the gradients of the sums. The
// fifth is c of an LSTM and R_n h' + b of a GRU.
constexpr int kKept = 5;
constexpr int kExtra = 4;

struct Unit {
  const double* input;      // W x + b by gate
  const double* recurrent;  // R h' + b by gate
  double h;
  double c;
  double kept[kKept];
};

// From the sums and h', c' to h, c and what is kept.
void forwardUnit(Cell cell, Unit& u);

// From dh (and dc) of a step to the gradients of its sums; dh becomes what goes on to h' past them,
// dc what goes on to c'. The fifth gradient is that of a GRU's R_n h' + b.
void backwardUnit(Cell cell, const double* kept, double h, double hBefore, double cBefore,
                  double& dh, double& dc, double* da);

}  // namespace emulator

#endif
