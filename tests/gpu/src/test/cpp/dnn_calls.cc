// The pretend libcudnn: the recurrent calls.
#include "core.h"
#include "dnn.h"

using namespace emulator::dnn;

namespace {

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

}  // namespace

extern "C" {

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
  const std::string told = rnn->algorithm == 0 ? "" : emulator::setting("ALGORITHMS", "");
  if (told == "fail") {
    return refuse(kFailed, "the emulator was told to fail");
  }
  emulator::RnnCall call = {};
  call.shape = shape;
  call.wrong = told == "wrong";
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
