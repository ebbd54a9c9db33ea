// The pretend libcudnn: handles, descriptors, sizes.
#include "dnn.h"

#include <cstdio>
#include <cstring>

#include "core.h"

namespace emulator::dnn {
namespace {

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

void describe(Tensor* tensor, int type, int rows, int columns) {
  *tensor = {type, 3, {1, rows, columns}, {rows * columns, columns, 1}};
}

}  // namespace

int refuse(int status, const std::string& reason) {
  emulator::dnnReason() = reason;
  return status;
}

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

}  // namespace emulator::dnn

using namespace emulator::dnn;

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
  if (algorithm != 0 && static_cast<emulator::Bias>(bias) != emulator::Bias::kDouble) {
    return refuse(kUnsupported, "");  // seen on an H200 with cuDNN 9.19, with no reason given
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
  if (steps > 65535) {
    return refuse(kUnsupported, "");  // as cuDNN 9.19
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

}  // extern "C"
