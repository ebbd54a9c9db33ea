// Gated recurrent unit, reset after the matrix product: what is not a matrix product. Gates in the
// order r, z, n.
#include "parallel.h"
#include "vector_math.h"

namespace carousel::CAROUSEL_ISA {
namespace {

// Nanoseconds per unit, roughly.
constexpr double kForward = 3.0;
constexpr double kBackward = 1.0;

// r, z = sigmoid(gx + gh + b); q = gh_n + rb; n = tanh(gx_n + b_n + r q); h = (1 - z) n + z h'.
void forwardRow(Index hidden, float* gx, float* gh, const float* bias, const float* recurrentBias,
                const float* hPrevious, float* h) {
  CAROUSEL_SIMD
  for (Index j = 0; j < hidden; ++j) {
    const float r = sigmoidOf(gx[j] + gh[j] + bias[j]);
    const float z = sigmoidOf(gx[hidden + j] + gh[hidden + j] + bias[hidden + j]);
    const float q = gh[2 * hidden + j] + recurrentBias[j];
    const float n = tanhOf(gx[2 * hidden + j] + bias[2 * hidden + j] + r * q);
    gx[j] = r;
    gx[hidden + j] = z;
    gx[2 * hidden + j] = n;
    gh[2 * hidden + j] = q;
    h[j] = (1.0f - z) * n + z * hPrevious[j];
  }
}

// da_n = dh (1 - z) (1 - n^2); dq = da_n r; da_r = da_n q r (1 - r); da_z = dh (h' - n) z (1 - z).
void backwardRow(Index hidden, const float* gx, const float* gh, const float* hPrevious,
                 const float* dh, float* dgx, float* dgh, float* dhPrevious) {
  CAROUSEL_SIMD
  for (Index j = 0; j < hidden; ++j) {
    const float r = gx[j];
    const float z = gx[hidden + j];
    const float n = gx[2 * hidden + j];
    const float q = gh[2 * hidden + j];
    const float d = dh[j];
    const float dn = d * (1.0f - z) * (1.0f - n * n);
    const float dr = dn * q * r * (1.0f - r);
    const float dz = d * (hPrevious[j] - n) * z * (1.0f - z);
    dgx[j] = dr;
    dgx[hidden + j] = dz;
    dgx[2 * hidden + j] = dn;
    dgh[j] = dr;
    dgh[hidden + j] = dz;
    dgh[2 * hidden + j] = dn * r;
    dhPrevious[j] = d * z;
  }
}

}  // namespace

void gruForward(int n, int hidden, float* gx, float* gh, const float* bias,
                const float* recurrentBias, const float* hPrevious, int ldhPrevious, float* h,
                int ldh) {
  parallelRows(n, hidden, kForward, [=](Index row) {
    const Index gates = row * 3 * hidden;
    forwardRow(hidden, gx + gates, gh + gates, bias, recurrentBias, hPrevious + row * ldhPrevious,
               h + row * ldh);
  });
}

void gruBackward(int n, int hidden, const float* gx, const float* gh, const float* hPrevious,
                 int ldhPrevious, const float* dh, int lddh, float* dgx, float* dgh,
                 float* dhPrevious, int lddhPrevious) {
  parallelRows(n, hidden, kBackward, [=](Index row) {
    const Index gates = row * 3 * hidden;
    backwardRow(hidden, gx + gates, gh + gates, hPrevious + row * ldhPrevious, dh + row * lddh,
                dgx + gates, dgh + gates, dhPrevious + row * lddhPrevious);
  });
}

}  // namespace carousel::CAROUSEL_ISA
