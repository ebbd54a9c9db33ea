#include "core.h"

#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace emulator {
namespace {

std::recursive_mutex mutex;
thread_local int device = -1;

}  // namespace

const char* nameOf(int error) {
  switch (error) {
    case kSuccess:
      return "cudaSuccess";
    case kInvalidValue:
      return "cudaErrorInvalidValue";
    case kOutOfMemory:
      return "cudaErrorMemoryAllocation";
    case kInsufficientDriver:
      return "cudaErrorInsufficientDriver";
    case kNoDevice:
      return "cudaErrorNoDevice";
    case kInvalidDevice:
      return "cudaErrorInvalidDevice";
    case kInvalidHandle:
      return "cudaErrorInvalidResourceHandle";
    case kNotReady:
      return "cudaErrorNotReady";
    case kIllegalAddress:
      return "cudaErrorIllegalAddress";
    case kLaunchFailure:
      return "cudaErrorLaunchFailure";
    case kNotSupported:
      return "cudaErrorNotSupported";
    case kCaptureUnsupported:
      return "cudaErrorStreamCaptureUnsupported";
    case kCaptureInvalidated:
      return "cudaErrorStreamCaptureInvalidated";
    case kCaptureUnmatched:
      return "cudaErrorStreamCaptureUnmatched";
    case kCaptureWrongThread:
      return "cudaErrorStreamCaptureWrongThread";
    default:
      return "cudaErrorUnknown";
  }
}

std::lock_guard<std::recursive_mutex> lock() {
  return std::lock_guard<std::recursive_mutex>(mutex);
}

void say(const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fputs("[emulator] ", stderr);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  va_end(arguments);
}

std::string setting(const char* name, const char* otherwise) {
  if (const char* path = getenv("CAROUSEL_EMULATOR_SETTINGS")) {
    std::ifstream file(path);
    std::string line;
    const std::string start = std::string(name) + "=";
    while (std::getline(file, line)) {
      if (line.compare(0, start.size(), start) == 0) {
        return line.substr(start.size());
      }
    }
  }
  const char* value = getenv(("CAROUSEL_EMULATOR_" + std::string(name)).c_str());
  return value == nullptr ? otherwise : value;
}

long long number(const char* name, long long otherwise) {
  const std::string text = setting(name, "");
  return text.empty() ? otherwise : atoll(text.c_str());
}

int deviceCount() { return static_cast<int>(number("DEVICES", 1)); }

int usable() {
  if (number("DRIVER", 13000) / 1000 < number("RUNTIME", 13000) / 1000) {
    return kInsufficientDriver;
  }
  return deviceCount() == 0 ? kNoDevice : kSuccess;
}

int setDevice(int wanted) {
  if (const int error = usable()) {
    return error;
  }
  if (wanted < 0 || wanted >= deviceCount()) {
    return kInvalidDevice;
  }
  device = wanted;
  return kSuccess;
}

int currentDevice() {
  if (device < 0) {
    device = 0;
  }
  return device;
}

bool hasContext() { return device >= 0; }

int architecture() { return static_cast<int>(number("ARCHITECTURE", 90)); }

std::string& dnnReason() {
  thread_local std::string reason;
  return reason;
}

int missing(const char* function, int status) {
  say("%s is not emulated", function);
  return status;
}

}  // namespace emulator

extern "C" int carousel_emulator_missing(const char* function, int status) {
  return emulator::missing(function, status);
}
