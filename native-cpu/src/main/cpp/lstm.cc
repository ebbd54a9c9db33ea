// Long short-term memory: what is not a matrix product. Gates in the order i, f, g, o.
#include "parallel.h"
#include "vector_math.h"

namespace carousel::CAROUSEL_ISA {
namespace {

// Nanoseconds per unit, roughly.
constexpr double kForward = 4.0;
constexpr double kBackward = 3.0;

// i, f, o = sigmoid(a + b), g = tanh(a + b); c = f c' + i g; h = o tanh(c).
void forwardRow(Index hidden, float* gates, const float* bias, const float* cPrevious, float* c,
                float* h) {
  CAROUSEL_SIMD
  for (Index j = 0; j < hidden; ++j) {
    const float i = sigmoidOf(gates[j] + bias[j]);
    const float f = sigmoidOf(gates[hidden + j] + bias[hidden + j]);
    const float g = tanhOf(gates[2 * hidden + j] + bias[2 * hidden + j]);
    const float o = sigmoidOf(gates[3 * hidden + j] + bias[3 * hidden + j]);
    const float cell = f * cPrevious[j] + i * g;
    gates[j] = i;
    gates[hidden + j] = f;
    gates[2 * hidden + j] = g;
    gates[3 * hidden + j] = o;
    c[j] = cell;
    h[j] = o * tanhOf(cell);
  }
}

// dc += dh o (1 - tanh(c)^2); da_i = dc g i (1 - i); da_f = dc c' f (1 - f); da_g = dc i (1 - g^2);
// da_o = dh tanh(c) o (1 - o); dc' = dc f.
void backwardRow(Index hidden, const float* gates, const float* c, const float* cPrevious,
                 const float* dh, const float* dc, float* dcPrevious, float* dgates) {
  CAROUSEL_SIMD
  for (Index j = 0; j < hidden; ++j) {
    const float i = gates[j];
    const float f = gates[hidden + j];
    const float g = gates[2 * hidden + j];
    const float o = gates[3 * hidden + j];
    const float tanhC = tanhOf(c[j]);
    const float dCell = dc[j] + dh[j] * o * (1.0f - tanhC * tanhC);
    dgates[j] = dCell * g * i * (1.0f - i);
    dgates[hidden + j] = dCell * cPrevious[j] * f * (1.0f - f);
    dgates[2 * hidden + j] = dCell * i * (1.0f - g * g);
    dgates[3 * hidden + j] = dh[j] * tanhC * o * (1.0f - o);
    dcPrevious[j] = dCell * f;
  }
}

}  // namespace

void lstmForward(int n, int hidden, float* gates, const float* bias, const float* cPrevious,
                 int ldcPrevious, float* c, int ldc, float* h, int ldh) {
  parallelRows(n, hidden, kForward, [=](Index row) {
    forwardRow(hidden, gates + row * 4 * hidden, bias, cPrevious + row * ldcPrevious, c + row * ldc,
               h + row * ldh);
  });
}

void lstmBackward(int n, int hidden, const float* gates, const float* c, int ldc,
                  const float* cPrevious, int ldcPrevious, const float* dh, int lddh,
                  const float* dc, int lddc, float* dcPrevious, int lddcPrevious, float* dgates) {
  parallelRows(n, hidden, kBackward, [=](Index row) {
    backwardRow(hidden, gates + row * 4 * hidden, c + row * ldc, cPrevious + row * ldcPrevious,
                dh + row * lddh, dc + row * lddc, dcPrevious + row * lddcPrevious,
                dgates + row * 4 * hidden);
  });
}

}  // namespace carousel::CAROUSEL_ISA
