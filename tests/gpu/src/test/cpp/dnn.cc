// The pretend libcudnn: handles, descriptors and the recurrent calls, for one layer.
#include <cstdio>
#include <cstring>

#include "core.h"
#include "rnn.h"

namespace {

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

int refuse(int status, const std::string& reason) {
  emulator::dnnReason() = reason;
  return status;
}

bool typeOf(int code, emulator::Type& type) {
  switch (code) {
    case 0:
      type = emulator::Type::kFloat;
      return true;
    case 2:
      type = emulator::Type::kHalf;
      return true;
    case 9:
      type = emulator::Type::kBfloat16;
      return true;
    default:
      return false;
  }
}

int sequencesOf(const Data* data) { return static_cast<int>(data->lengths.size()); }

bool ragged(const Data* data) {
  for (int length : data->lengths) {
    if (length != data->steps) {
      return true;
    }
  }
  return false;
}

// Why an algorithm does not take a shape; empty if it does. The persistent ones want what PyTorch
// asks before it chooses them.
std::string refusal(const Rnn* rnn, const Data* data, bool training) {
  const emulator::RnnShape& shape = rnn->shape;
  if (rnn->algorithm == 0) {
    return "";
  }
  if (ragged(data)) {
    return "persistent algorithms want sequences of one length";
  }
  if (rnn->algorithm == 1) {
    const bool taken = shape.type == emulator::Type::kHalf && shape.directions == 1 &&
                       shape.hidden <= 1024 && shape.hidden % 128 == 0 && shape.width % 128 == 0 &&
                       sequencesOf(data) % 8 == 0 && sequencesOf(data) <= 128;
    return taken ? "" : "PERSIST_STATIC does not take this shape";
  }
  if (rnn->algorithm == 2) {
    return rnn->builtFor == sequencesOf(data) ? "" : "cudnnBuildRNNDynamic was not called";
  }
  const bool taken = shape.cell == emulator::Cell::kLstm && shape.hidden <= (training ? 128 : 192);
  return taken ? "" : "PERSIST_STATIC_SMALL_H does not take this shape";
}

emulator::RnnShape shapeOf(const Rnn* rnn, const Data* data) {
  emulator::RnnShape shape = rnn->shape;
  shape.steps = data->steps;
  shape.lengths = data->lengths;
  return shape;
}

int checked(const Rnn* rnn, const void* deviceLengths, const Data* x, const Data* y,
            bool training) {
  if (deviceLengths != nullptr) {
    return refuse(kBadParameter, "devSeqLengths must be NULL");
  }
  if (x->lengths != y->lengths || x->steps != y->steps || x->type != y->type) {
    return refuse(kBadParameter, "x and y must have the same lengths and type");
  }
  if (x->width != rnn->shape.width || y->width != rnn->shape.directions * rnn->shape.hidden) {
    return refuse(kBadParameter, "x and y must be as wide as the layer");
  }
  for (int length : x->lengths) {
    if (length == 0) {
      return refuse(kBadParameter, "seqLengthArray must not have zeros");
    }
  }
  const std::string reason = refusal(rnn, x, training);
  return reason.empty() ? static_cast<int>(kFine) : refuse(kUnsupported, reason);
}

int enqueue(const Handle* handle, const char* name, const Data* x, const emulator::RnnCall& call,
            int (*run)(const emulator::RnnCall&)) {
  const std::string capture = emulator::setting("CAPTURE", "");
  if (emulator::isCapturing(handle->stream) &&
      (capture == "refuse-cudnn" || (capture == "refuse-ragged" && ragged(x)))) {
    emulator::refusedByCapture(name);
    return refuse(kFailed, "the emulator was told to refuse capture");
  }
  const int error = emulator::enqueue(handle->stream, {name, [call, run] { return run(call); }});
  return error == 0 ? static_cast<int>(kFine)
                    : refuse(kFailed, std::string("the stream says ") + emulator::nameOf(error));
}

bool spaceFits(size_t weights, size_t work, size_t reserve, bool training,
               const emulator::RnnShape& shape) {
  const size_t bytes = static_cast<size_t>(emulator::bytesOf(shape.type));
  return weights == emulator::WeightLayout(shape).size() * bytes &&
         work >= emulator::rnnWorkBytes(shape) &&
         (!training || reserve >= emulator::rnnReserveBytes(shape));
}

void describe(Tensor* tensor, int type, int rows, int columns) {
  *tensor = {type, 3, {1, rows, columns}, {rows * columns, columns, 1}};
}

}  // namespace

extern "C" {

size_t cudnnGetVersion() { return static_cast<size_t>(emulator::number("CUDNN", 91900)); }

const char* cudnnGetErrorString(int status) {
  switch (status) {
    case kFine:
      return "CUDNN_STATUS_SUCCESS";
    case kBadParameter:
      return "CUDNN_STATUS_BAD_PARAM";
    case kUnsupported:
      return "CUDNN_STATUS_NOT_SUPPORTED";
    case kFailed:
      return "CUDNN_STATUS_EXECUTION_FAILED";
    default:
      return "CUDNN_STATUS_UNKNOWN";
  }
}

void cudnnGetLastErrorString(char* text, size_t bytes) {
  snprintf(text, bytes, "%s", emulator::dnnReason().c_str());
  emulator::dnnReason().clear();
}

int cudnnCreate(void** handle) {
  const auto guard = emulator::lock();
  if (emulator::usable() != 0) {
    return refuse(kFailed, "there is no device");
  }
  *handle = new Handle{nullptr};
  return kFine;
}

int cudnnDestroy(void* handle) {
  const auto guard = emulator::lock();
  emulator::synchronizeAll();
  delete static_cast<Handle*>(handle);
  return kFine;
}

int cudnnSetStream(void* handle, void* stream) {
  static_cast<Handle*>(handle)->stream = stream;
  return kFine;
}

int cudnnCreateDropoutDescriptor(void** descriptor) {
  *descriptor = new int(0);
  return kFine;
}

int cudnnDestroyDropoutDescriptor(void* descriptor) {
  delete static_cast<int*>(descriptor);
  return kFine;
}

int cudnnSetDropoutDescriptor(void*, void*, float probability, void*, size_t, unsigned long long) {
  return probability == 0 ? static_cast<int>(kFine)
                          : refuse(kUnsupported, "dropout is not emulated");
}

int cudnnCreateTensorDescriptor(void** descriptor) {
  *descriptor = new Tensor();
  return kFine;
}

int cudnnDestroyTensorDescriptor(void* descriptor) {
  delete static_cast<Tensor*>(descriptor);
  return kFine;
}

int cudnnSetTensorNdDescriptor(void* descriptor, int type, int count, const int* dims,
                               const int* strides) {
  Tensor* tensor = static_cast<Tensor*>(descriptor);
  if (count < 3 || count > 8) {
    return refuse(kBadParameter, "a tensor must have 3 to 8 dimensions");
  }
  tensor->type = type;
  tensor->count = count;
  memcpy(tensor->dims, dims, sizeof(int) * static_cast<size_t>(count));
  memcpy(tensor->strides, strides, sizeof(int) * static_cast<size_t>(count));
  return kFine;
}

int cudnnGetTensorNdDescriptor(void* descriptor, int asked, int* type, int* count, int* dims,
                               int* strides) {
  const Tensor* tensor = static_cast<Tensor*>(descriptor);
  *type = tensor->type;
  *count = tensor->count;
  for (int i = 0; i < asked && i < tensor->count; i++) {
    dims[i] = tensor->dims[i];
    strides[i] = tensor->strides[i];
  }
  return kFine;
}

int cudnnCreateRNNDescriptor(void** descriptor) {
  *descriptor = new Rnn();
  return kFine;
}

int cudnnDestroyRNNDescriptor(void* descriptor) {
  delete static_cast<Rnn*>(descriptor);
  return kFine;
}

int cudnnSetRNNDescriptor_v8(void* descriptor, int algorithm, int cell, int bias, int direction,
                             int input, int type, int precision, int, int width, int hidden,
                             int projected, int layers, void* dropout, unsigned flags) {
  Rnn* rnn = static_cast<Rnn*>(descriptor);
  emulator::Type known;
  if (layers != 1 || projected != hidden || input != 0 || precision != 0 || dropout == nullptr ||
      !typeOf(type, known)) {
    emulator::say("layers=%d projected=%d input=%d precision=%d type=%d are not emulated", layers,
                  projected, input, precision, type);
    return refuse(kUnsupported, "only one layer without projection is emulated");
  }
  if (algorithm < 0 || algorithm > 3 || cell < 0 || cell > 3 || bias < 0 || bias > 3 ||
      width <= 0 || hidden <= 0) {
    return refuse(kBadParameter, "an argument is out of range");
  }
  *rnn = Rnn{algorithm,
             {static_cast<emulator::Cell>(cell),
              static_cast<emulator::Bias>(bias),
              direction + 1,
              width,
              hidden,
              known,
              0,
              {}},
             (flags & 1) != 0};
  return kFine;
}

int cudnnBuildRNNDynamic(void*, void* descriptor, int sequences) {
  static_cast<Rnn*>(descriptor)->builtFor = sequences;
  return kFine;
}

int cudnnCreateRNNDataDescriptor(void** descriptor) {
  *descriptor = new Data();
  return kFine;
}

int cudnnDestroyRNNDataDescriptor(void* descriptor) {
  delete static_cast<Data*>(descriptor);
  return kFine;
}

int cudnnSetRNNDataDescriptor(void* descriptor, int type, int layout, int steps, int sequences,
                              int width, const int* lengths, void* fill) {
  Data* data = static_cast<Data*>(descriptor);
  emulator::Type known;
  if (!typeOf(type, known) || layout != 0) {
    emulator::say("type=%d layout=%d of data are not emulated", type, layout);
    return refuse(kUnsupported, "only SEQ_MAJOR_UNPACKED is emulated");
  }
  for (int n = 0; n < sequences; n++) {
    if (lengths[n] < 0 || lengths[n] > steps) {
      return refuse(kBadParameter, "seqLengthArray must be in 0 to maxSeqLength");
    }
  }
  *data = Data{type,
               layout,
               steps,
               width,
               std::vector<int>(lengths, lengths + sequences),
               fill != nullptr,
               fill == nullptr ? 0 : emulator::load(known, fill, 0)};
  return kFine;
}

int cudnnGetRNNWeightSpaceSize(void*, void* descriptor, size_t* bytes) {
  const Rnn* rnn = static_cast<Rnn*>(descriptor);
  *bytes = emulator::WeightLayout(rnn->shape).size() *
           static_cast<size_t>(emulator::bytesOf(rnn->shape.type));
  return kFine;
}

int cudnnGetRNNWeightParams(void*, void* descriptor, int pseudoLayer, size_t, const void* space,
                            int linear, void* matrix, void** matrixAt, void* bias, void** biasAt) {
  const auto guard = emulator::lock();
  const Rnn* rnn = static_cast<Rnn*>(descriptor);
  const emulator::RnnShape& shape = rnn->shape;
  if (pseudoLayer < 0 || pseudoLayer >= shape.directions || linear < 0 ||
      linear >= 2 * shape.gates()) {
    return refuse(kBadParameter, "there is no such linear layer");
  }
  const emulator::WeightLayout layout(shape);
  const size_t bytes = static_cast<size_t>(emulator::bytesOf(shape.type));
  if (!emulator::reachable(space, layout.size() * bytes, "cudnnGetRNNWeightParams",
                           "the weight space")) {
    return refuse(kBadParameter, "weightSpace is no memory of the device");
  }
  char* base = static_cast<char*>(const_cast<void*>(space));
  const int type = shape.type == emulator::Type::kFloat  ? 0
                   : shape.type == emulator::Type::kHalf ? 2
                                                         : 9;
  *matrixAt = base + layout.matrix(pseudoLayer, linear) * bytes;
  describe(static_cast<Tensor*>(matrix), type, shape.hidden,
           linear < shape.gates() ? shape.width : shape.hidden);
  *biasAt = layout.hasBias(linear) ? base + layout.bias(pseudoLayer, linear) * bytes : nullptr;
  if (*biasAt != nullptr) {
    describe(static_cast<Tensor*>(bias), type, shape.hidden, 1);
  }
  return kFine;
}

int cudnnGetRNNTempSpaceSizes(void*, void* descriptor, int mode, void* data, size_t* work,
                              size_t* reserve) {
  const Rnn* rnn = static_cast<Rnn*>(descriptor);
  const Data* x = static_cast<Data*>(data);
  const std::string reason = refusal(rnn, x, mode == 1);
  if (!reason.empty()) {
    return refuse(kUnsupported, reason);
  }
  const emulator::RnnShape shape = shapeOf(rnn, x);
  *work = emulator::rnnWorkBytes(shape);
  *reserve = mode == 1 ? emulator::rnnReserveBytes(shape) : 0;
  return kFine;
}

int cudnnRNNForward(void* handle, void* descriptor, int mode, const int* deviceLengths, void* xData,
                    const void* x, void* yData, void* y, void*, const void* hx, void* hy, void*,
                    const void* cx, void* cy, size_t weightBytes, const void* weights,
                    size_t workBytes, void* work, size_t reserveBytes, void* reserve) {
  const auto guard = emulator::lock();
  const Rnn* rnn = static_cast<Rnn*>(descriptor);
  const Data* xd = static_cast<Data*>(xData);
  const Data* yd = static_cast<Data*>(yData);
  const bool training = mode == 1;
  if (const int status = checked(rnn, deviceLengths, xd, yd, training)) {
    return status;
  }
  const emulator::RnnShape shape = shapeOf(rnn, xd);
  if (!rnn->padded) {
    return refuse(kBadParameter, "unpacked layouts want CUDNN_RNN_PADDED_IO_ENABLED");
  }
  if (!spaceFits(weightBytes, workBytes, reserveBytes, training, shape) ||
      (training && reserve == nullptr)) {
    return refuse(kBadParameter, "weight, work or reserve space is too small");
  }
  emulator::RnnCall call = {};
  call.shape = shape;
  call.x = x;
  call.h0 = hx;
  call.c0 = cx;
  call.weights = weights;
  call.y = y;
  call.hT = hy;
  call.cT = cy;
  call.work = work;
  call.workBytes = workBytes;
  call.reserve = training ? reserve : nullptr;
  call.reserveBytes = reserveBytes;
  call.filled = yd->filled;
  call.fill = yd->fill;
  return enqueue(static_cast<Handle*>(handle), "cudnnRNNForward", xd, call, emulator::rnnForward);
}

int cudnnRNNBackwardData_v8(void* handle, void* descriptor, const int* deviceLengths, void* yData,
                            const void* y, const void* dy, void* xData, void* dx, void*,
                            const void* hx, const void* dhy, void* dhx, void*, const void* cx,
                            const void* dcy, void* dcx, size_t weightBytes, const void* weights,
                            size_t workBytes, void* work, size_t reserveBytes, void* reserve) {
  const auto guard = emulator::lock();
  const Rnn* rnn = static_cast<Rnn*>(descriptor);
  const Data* xd = static_cast<Data*>(xData);
  if (const int status = checked(rnn, deviceLengths, xd, static_cast<Data*>(yData), true)) {
    return status;
  }
  const emulator::RnnShape shape = shapeOf(rnn, xd);
  if (!spaceFits(weightBytes, workBytes, reserveBytes, true, shape) || dx == nullptr) {
    return refuse(kBadParameter, "dx is missing, or a space is too small");
  }
  emulator::RnnCall call = {};
  call.shape = shape;
  call.h0 = hx;
  call.c0 = cx;
  call.weights = weights;
  call.y = const_cast<void*>(y);
  call.work = work;
  call.workBytes = workBytes;
  call.reserve = reserve;
  call.reserveBytes = reserveBytes;
  call.dy = dy;
  call.dhT = dhy;
  call.dcT = dcy;
  call.dx = dx;
  call.dh0 = dhx;
  call.dc0 = dcx;
  return enqueue(static_cast<Handle*>(handle), "cudnnRNNBackwardData_v8", xd, call,
                 emulator::rnnBackwardData);
}

int cudnnRNNBackwardWeights_v8(void* handle, void* descriptor, int mode, const int* deviceLengths,
                               void* xData, const void* x, void*, const void* hx, void* yData,
                               const void* y, size_t weightBytes, void* dWeights, size_t workBytes,
                               void* work, size_t reserveBytes, void* reserve) {
  const auto guard = emulator::lock();
  const Rnn* rnn = static_cast<Rnn*>(descriptor);
  const Data* xd = static_cast<Data*>(xData);
  if (const int status = checked(rnn, deviceLengths, xd, static_cast<Data*>(yData), true)) {
    return status;
  }
  if (mode != 0) {
    return refuse(kUnsupported, "only CUDNN_WGRAD_MODE_ADD is supported");
  }
  const emulator::RnnShape shape = shapeOf(rnn, xd);
  if (!spaceFits(weightBytes, workBytes, reserveBytes, true, shape)) {
    return refuse(kBadParameter, "weight, work or reserve space is too small");
  }
  emulator::RnnCall call = {};
  call.shape = shape;
  call.x = x;
  call.h0 = hx;
  call.y = const_cast<void*>(y);
  call.work = work;
  call.workBytes = workBytes;
  call.reserve = reserve;
  call.reserveBytes = reserveBytes;
  call.dWeights = dWeights;
  return enqueue(static_cast<Handle*>(handle), "cudnnRNNBackwardWeights_v8", xd, call,
                 emulator::rnnBackwardWeights);
}

}  // extern "C"
