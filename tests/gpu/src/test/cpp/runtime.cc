// The pretend libcudart.so.13: devices, memory, copies.
#include <cstring>
#include <memory>

#include "core.h"

using emulator::returned;

namespace {

int copyNow(void* to, const void* from, size_t bytes) {
  if (emulator::isKnown(to) && !emulator::reachable(to, bytes, "copy", "the target")) {
    return emulator::kIllegalAddress;
  }
  if (emulator::isKnown(from) && !emulator::reachable(from, bytes, "copy", "the source")) {
    return emulator::kIllegalAddress;
  }
  memmove(to, from, bytes);
  return emulator::kSuccess;
}

// As CUDA does: memory that is not pinned is read before the call returns, or written before it.
int copyLater(void* to, const void* from, size_t bytes, void* stream) {
  if (to == nullptr || from == nullptr) {
    return bytes == 0 ? emulator::kSuccess : emulator::kInvalidValue;
  }
  const bool pageable = !emulator::isKnown(to) || !emulator::isKnown(from);
  if (pageable && emulator::isCapturing(stream)) {
    emulator::say("a copy of memory that is not pinned is captured");
    return emulator::refusedByCapture("cudaMemcpyAsync");
  }
  if (!emulator::isKnown(to)) {
    const int error = emulator::synchronize(stream);
    return error != 0 ? error : copyNow(to, from, bytes);
  }
  if (!emulator::isKnown(from)) {
    auto kept = std::make_shared<std::string>(static_cast<const char*>(from), bytes);
    return emulator::enqueue(stream, {"copy", [=] { return copyNow(to, kept->data(), bytes); }});
  }
  return emulator::enqueue(stream, {"copy", [=] { return copyNow(to, from, bytes); }});
}

int fillLater(void* address, int value, size_t bytes, void* stream) {
  return emulator::enqueue(stream,
                           {"memset", [=] {
                              if (!emulator::reachable(address, bytes, "memset", "the target")) {
                                return static_cast<int>(emulator::kIllegalAddress);
                              }
                              memset(address, value, bytes);
                              return static_cast<int>(emulator::kSuccess);
                            }});
}

}  // namespace

extern "C" {

int cudaGetDeviceCount(int* count) {
  const auto guard = emulator::lock();
  const int error = emulator::usable();
  *count = error != 0 ? 0 : emulator::deviceCount();
  return returned(error);
}

int cudaDriverGetVersion(int* version) {
  *version = static_cast<int>(emulator::number("DRIVER", 13000));
  return 0;
}

int cudaRuntimeGetVersion(int* version) {
  *version = static_cast<int>(emulator::number("RUNTIME", 13000));
  return 0;
}

int cudaSetDevice(int device) {
  const auto guard = emulator::lock();
  return returned(emulator::setDevice(device));
}

int cudaGetDevice(int* device) {
  *device = emulator::currentDevice();
  return 0;
}

int cudaDeviceGetAttribute(int* value, int attribute, int device) {
  if (device < 0 || device >= emulator::deviceCount()) {
    return returned(emulator::kInvalidDevice);
  }
  switch (attribute) {
    case 1:  // threads per block
      *value = 1024;
      return 0;
    case 8:  // shared memory per block
      *value = 48 << 10;
      return 0;
    case 16:  // multiprocessors; few, because each block costs time here
      *value = static_cast<int>(emulator::number("MULTIPROCESSORS", 4));
      return 0;
    case 75:
      *value = emulator::architecture() / 10;
      return 0;
    case 76:
      *value = emulator::architecture() % 10;
      return 0;
    case 97:  // shared memory per block that has to be asked for
      *value = 227 << 10;
      return 0;
    default:
      emulator::say("device attribute %d is not emulated", attribute);
      return returned(emulator::kNotSupported);
  }
}

const char* cudaGetErrorName(int error) { return emulator::nameOf(error); }

const char* cudaGetErrorString(int error) { return emulator::nameOf(error); }

int cudaGetLastError() { return emulator::takeLastError(true); }

int cudaPeekAtLastError() { return emulator::takeLastError(false); }

int cudaMalloc(void** address, size_t bytes) {
  const auto guard = emulator::lock();
  return returned(emulator::allocate(address, bytes, false));
}

int cudaFree(void* address) {
  const auto guard = emulator::lock();
  emulator::currentDevice();
  return returned(emulator::release(address, false));
}

int cudaHostAlloc(void** address, size_t bytes, unsigned) {
  const auto guard = emulator::lock();
  return returned(emulator::allocate(address, bytes, true));
}

int cudaFreeHost(void* address) {
  const auto guard = emulator::lock();
  return returned(emulator::release(address, true));
}

int cudaMemGetInfo(size_t* free, size_t* total) {
  const auto guard = emulator::lock();
  const emulator::MemoryInfo info = emulator::memoryInfo();
  *free = info.free;
  *total = info.total;
  return 0;
}

int cudaMemcpyAsync(void* to, const void* from, size_t bytes, int, void* stream) {
  const auto guard = emulator::lock();
  return returned(copyLater(to, from, bytes, stream));
}

int cudaMemcpy(void* to, const void* from, size_t bytes, int) {
  const auto guard = emulator::lock();
  if (const int refused = emulator::refusedByCapture("cudaMemcpy")) {
    return returned(refused);
  }
  const int error = emulator::synchronize(nullptr);
  return returned(error != 0 ? error : copyNow(to, from, bytes));
}

int cudaMemsetAsync(void* address, int value, size_t bytes, void* stream) {
  const auto guard = emulator::lock();
  return returned(fillLater(address, value, bytes, stream));
}

// Not waited for, as on a device.
int cudaMemset(void* address, int value, size_t bytes) {
  const auto guard = emulator::lock();
  if (const int refused = emulator::refusedByCapture("cudaMemset")) {
    return returned(refused);
  }
  return returned(fillLater(address, value, bytes, nullptr));
}

int cudaDeviceSynchronize() {
  const auto guard = emulator::lock();
  if (const int refused = emulator::refusedByCapture("cudaDeviceSynchronize")) {
    return returned(refused);
  }
  return returned(emulator::synchronizeAll());
}

}  // extern "C"
