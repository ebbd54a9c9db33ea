// The pretend libcublas.so.13: handles, and products of float, half and bfloat16 into float.
#include <algorithm>
#include <cstring>
#include <set>
#include <vector>

#include "core.h"
#include "numbers.h"

namespace {

// How much of a workspace is scrambled; all of it would take longer than the product.
constexpr size_t kScrambled = 4096;

enum Status : int {
  kFine = 0,
  kNotInitialized = 1,
  kInvalid = 7,
  kExecutionFailed = 13,
  kUnsupported = 15
};

struct Handle {
  void* stream = nullptr;
  void* workspace = nullptr;
  size_t workspaceBytes = 0;
};

std::set<Handle*> handles;

bool typeOf(int code, emulator::Type& type) {
  switch (code) {
    case 0:
      type = emulator::Type::kFloat;
      return true;
    case 2:
      type = emulator::Type::kHalf;
      return true;
    case 14:
      type = emulator::Type::kBfloat16;
      return true;
    default:
      return false;
  }
}

// Column-major: element (row, column) is at row + column * leading.
struct Matrix {
  const void* address;
  emulator::Type type;
  int leading;
  bool transposed;

  double at(int row, int column) const {
    const size_t i = transposed ? column + static_cast<size_t>(row) * leading
                                : row + static_cast<size_t>(column) * leading;
    return emulator::load(type, address, i);
  }

  // What it reaches over, given its sizes after the transposition.
  size_t bytes(int rows, int columns) const {
    const int inMemory = transposed ? rows : columns;
    const int first = transposed ? columns : rows;
    return (static_cast<size_t>(inMemory - 1) * leading + first) *
           static_cast<size_t>(bytesOf(type));
  }

  bool fits(int rows, int columns) const { return leading >= (transposed ? columns : rows); }
};

struct Product {
  int m;
  int n;
  int k;
  float alpha;
  Matrix a;
  Matrix b;
  float beta;
  float* c;
  int ldc;
  void* workspace;
  size_t workspaceBytes;

  int run() const {
    const Matrix target = {c, emulator::Type::kFloat, ldc, false};
    if (!emulator::reachable(a.address, a.bytes(m, k), "cublasGemmEx", "A") ||
        !emulator::reachable(b.address, b.bytes(k, n), "cublasGemmEx", "B") ||
        !emulator::reachable(c, target.bytes(m, n), "cublasGemmEx", "C")) {
      return emulator::kIllegalAddress;
    }
    if (workspace != nullptr) {
      if (!emulator::reachable(workspace, workspaceBytes, "cublasGemmEx", "the workspace")) {
        return emulator::kIllegalAddress;
      }
      memset(workspace, 0xff, std::min(workspaceBytes, kScrambled));
    }
    std::vector<double> row(k);
    for (int i = 0; i < m; i++) {
      for (int p = 0; p < k; p++) {
        row[p] = a.at(i, p);
      }
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int p = 0; p < k; p++) {
          sum += row[p] * b.at(p, j);
        }
        float& to = c[i + static_cast<size_t>(j) * ldc];
        // A beta of 0 does not read C, which may be NaN.
        to = static_cast<float>(alpha * sum + (beta == 0 ? 0.0 : static_cast<double>(beta) * to));
      }
    }
    return emulator::kSuccess;
  }
};

const char* nameOf(int status) {
  switch (status) {
    case kFine:
      return "CUBLAS_STATUS_SUCCESS";
    case kNotInitialized:
      return "CUBLAS_STATUS_NOT_INITIALIZED";
    case kInvalid:
      return "CUBLAS_STATUS_INVALID_VALUE";
    case kExecutionFailed:
      return "CUBLAS_STATUS_EXECUTION_FAILED";
    case kUnsupported:
      return "CUBLAS_STATUS_NOT_SUPPORTED";
    default:
      return "CUBLAS_STATUS_UNKNOWN";
  }
}

}  // namespace

extern "C" {

const char* cublasGetStatusName(int status) { return nameOf(status); }

const char* cublasGetStatusString(int status) { return nameOf(status); }

int cublasGetProperty(int property, int* value) {
  *value = property == 0 ? 13 : 0;
  return kFine;
}

int cublasCreate_v2(void** handle) {
  const auto guard = emulator::lock();
  if (emulator::usable() != 0) {
    return kNotInitialized;
  }
  Handle* made = new Handle();
  handles.insert(made);
  *handle = made;
  return kFine;
}

int cublasDestroy_v2(void* handle) {
  const auto guard = emulator::lock();
  if (handles.erase(static_cast<Handle*>(handle)) == 0) {
    return kNotInitialized;
  }
  emulator::synchronizeAll();
  delete static_cast<Handle*>(handle);
  return kFine;
}

// Takes the workspace away, as the real one does.
int cublasSetStream_v2(void* handle, void* stream) {
  const auto guard = emulator::lock();
  if (handles.count(static_cast<Handle*>(handle)) == 0) {
    return kNotInitialized;
  }
  *static_cast<Handle*>(handle) = Handle{stream, nullptr, 0};
  return kFine;
}

int cublasSetWorkspace_v2(void* handle, void* workspace, size_t bytes) {
  const auto guard = emulator::lock();
  if (handles.count(static_cast<Handle*>(handle)) == 0) {
    return kNotInitialized;
  }
  if (reinterpret_cast<uintptr_t>(workspace) % 256 != 0 ||
      !emulator::reachable(workspace, bytes, "cublasSetWorkspace_v2", "the workspace")) {
    return kInvalid;
  }
  static_cast<Handle*>(handle)->workspace = workspace;
  static_cast<Handle*>(handle)->workspaceBytes = bytes;
  return kFine;
}

int cublasSetMathMode(void* handle, int mode) {
  const auto guard = emulator::lock();
  if (handles.count(static_cast<Handle*>(handle)) == 0) {
    return kNotInitialized;
  }
  return mode == 0 || mode == 3 ? kFine : kInvalid;  // default, TF32
}

int cublasGemmEx(void* handle, int transposeA, int transposeB, int m, int n, int k,
                 const void* alpha, const void* a, int typeA, int lda, const void* b, int typeB,
                 int ldb, const void* beta, void* c, int typeC, int ldc, int compute, int) {
  const auto guard = emulator::lock();
  if (handles.count(static_cast<Handle*>(handle)) == 0) {
    return kNotInitialized;
  }
  Matrix left = {a, emulator::Type::kFloat, lda, transposeA != 0};
  Matrix right = {b, emulator::Type::kFloat, ldb, transposeB != 0};
  if (!typeOf(typeA, left.type) || !typeOf(typeB, right.type) || typeA != typeB || typeC != 0 ||
      (compute != 68 && compute != 77)) {
    return kUnsupported;
  }
  if (m < 0 || n < 0 || k < 0 || transposeA < 0 || transposeA > 1 || transposeB < 0 ||
      transposeB > 1 || !left.fits(m, k) || !right.fits(k, n) || ldc < m) {
    return kInvalid;
  }
  const Handle* blas = static_cast<Handle*>(handle);
  const Product product = {m,
                           n,
                           k,
                           *static_cast<const float*>(alpha),
                           left,
                           right,
                           *static_cast<const float*>(beta),
                           static_cast<float*>(c),
                           ldc,
                           blas->workspace,
                           blas->workspaceBytes};
  const int error =
      emulator::enqueue(blas->stream, {"cublasGemmEx", [product] { return product.run(); }});
  return error == 0 ? kFine : kExecutionFailed;
}

int cublasSgemm_v2(void* handle, int transposeA, int transposeB, int m, int n, int k,
                   const float* alpha, const float* a, int lda, const float* b, int ldb,
                   const float* beta, float* c, int ldc) {
  return cublasGemmEx(handle, transposeA, transposeB, m, n, k, alpha, a, 0, lda, b, 0, ldb, beta, c,
                      0, ldc, 68, -1);
}

}  // extern "C"
