#include "core.h"

#include <sys/stat.h>

#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <memory>
#include <set>

namespace emulator {
namespace {

constexpr size_t kAlignment = 256;
constexpr unsigned char kFresh = 0xff;  // NaN in every type of float
constexpr unsigned char kFreed = 0xfd;
constexpr size_t kMostQueued = 10000;

struct Block {
  size_t bytes;
  bool pinned;
  int device;
};

std::recursive_mutex mutex;
std::map<uintptr_t, Block> blocks;
std::map<int, size_t> taken;
std::set<Stream*> streams;
Stream defaultStream;
int sticky = kSuccess;
thread_local int lastError = kSuccess;
thread_local int device = -1;
thread_local Stream* capturing = nullptr;

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

MemoryInfo memoryInfo() {
  const size_t total = static_cast<size_t>(number("MEMORY", 8LL << 30));
  const size_t used = taken[currentDevice()];
  return {used < total ? total - used : 0, total};
}

int allocate(void** address, size_t bytes, bool pinned) {
  if (const int refused = refusedByCapture(pinned ? "cudaHostAlloc" : "cudaMalloc")) {
    return refused;
  }
  if (address == nullptr || bytes == 0) {
    return kInvalidValue;
  }
  if (!pinned && bytes > memoryInfo().free) {
    return kOutOfMemory;
  }
  if (posix_memalign(address, kAlignment, bytes) != 0) {
    return kOutOfMemory;
  }
  memset(*address, kFresh, bytes);
  blocks[reinterpret_cast<uintptr_t>(*address)] = {bytes, pinned, currentDevice()};
  if (!pinned) {
    taken[currentDevice()] += bytes;
  }
  return kSuccess;
}

int release(void* address, bool pinned) {
  if (address == nullptr) {
    return kSuccess;
  }
  if (const int refused = refusedByCapture(pinned ? "cudaFreeHost" : "cudaFree")) {
    return refused;
  }
  const auto found = blocks.find(reinterpret_cast<uintptr_t>(address));
  if (found == blocks.end() || found->second.pinned != pinned) {
    say("%p is freed and was not allocated", address);
    return kInvalidValue;
  }
  const int error = synchronizeAll();
  if (!pinned) {
    taken[found->second.device] -= found->second.bytes;
  }
  memset(address, kFreed, found->second.bytes);
  blocks.erase(found);
  free(address);
  return error;
}

static const std::pair<const uintptr_t, Block>* blockOf(const void* address) {
  const uintptr_t at = reinterpret_cast<uintptr_t>(address);
  auto next = blocks.upper_bound(at);
  if (next == blocks.begin()) {
    return nullptr;
  }
  --next;
  return at < next->first + next->second.bytes ? &*next : nullptr;
}

bool isKnown(const void* address) { return blockOf(address) != nullptr; }

bool isPinned(const void* address) {
  const auto* block = blockOf(address);
  return block != nullptr && block->second.pinned;
}

bool reachable(const void* address, size_t bytes, const char* who, const char* what) {
  const auto* block = blockOf(address);
  if (block == nullptr) {
    say("%s: %s at %p is no memory of the device", who, what, address);
    return false;
  }
  const size_t offset = reinterpret_cast<uintptr_t>(address) - block->first;
  if (bytes > block->second.bytes - offset) {
    say("%s: %s needs %zu bytes, its block has %zu from there on", who, what, bytes,
        block->second.bytes - offset);
    return false;
  }
  return true;
}

Stream* createStream() {
  Stream* stream = new Stream();
  streams.insert(stream);
  return stream;
}

Stream* streamOf(void* handle) {
  if (handle == nullptr) {
    return &defaultStream;
  }
  Stream* stream = static_cast<Stream*>(handle);
  return streams.count(stream) == 0 ? nullptr : stream;
}

int destroyStream(Stream* stream) {
  if (stream == &defaultStream || streamOf(stream) == nullptr) {
    return kInvalidHandle;
  }
  while (!stream->queue.empty()) {
    advance(stream);
  }
  delete stream->capture;
  streams.erase(stream);
  delete stream;
  return kSuccess;
}

int enqueue(void* handle, Work work) {
  Stream* stream = streamOf(handle);
  if (stream == nullptr) {
    return kInvalidHandle;
  }
  if (sticky != kSuccess) {
    return sticky;
  }
  if (stream->capture != nullptr) {
    if (stream->capturer != std::this_thread::get_id()) {
      return kCaptureWrongThread;
    }
    if (stream->invalidated) {
      return kCaptureInvalidated;
    }
    stream->capture->nodes.push_back(std::move(work));
    return kSuccess;
  }
  stream->queue.push_back(std::move(work));
  while (stream->queue.size() > kMostQueued) {
    advance(stream);
  }
  return kSuccess;
}

int advance(Stream* stream) {
  if (stream->queue.empty()) {
    return sticky;
  }
  const Work work = std::move(stream->queue.front());
  stream->queue.pop_front();
  if (sticky == kSuccess) {
    sticky = work.run();
    if (sticky != kSuccess) {
      say("%s failed with %s", work.name.c_str(), nameOf(sticky));
    }
  }
  return sticky;
}

static int drain(Stream* stream) {
  while (!stream->queue.empty()) {
    advance(stream);
  }
  return sticky;
}

int synchronize(void* handle) {
  Stream* stream = streamOf(handle);
  if (stream == nullptr) {
    return kInvalidHandle;
  }
  if (stream->capture != nullptr) {
    stream->invalidated = true;
    return kCaptureUnsupported;
  }
  return drain(stream);
}

int synchronizeAll() {
  drain(&defaultStream);
  for (Stream* stream : streams) {
    drain(stream);
  }
  return sticky;
}

int beginCapture(void* handle, int mode) {
  Stream* stream = streamOf(handle);
  if (stream == nullptr) {
    return kInvalidHandle;
  }
  if (stream == &defaultStream || mode != 1) {
    say("only captures of a stream in mode thread-local are emulated, mode=%d", mode);
    return kCaptureUnsupported;
  }
  if (setting("CAPTURE", "").rfind("refuse-begin", 0) == 0) {
    return kNotSupported;
  }
  if (stream->capture != nullptr) {
    return kInvalidValue;
  }
  stream->capture = new Graph();
  stream->invalidated = false;
  stream->capturer = std::this_thread::get_id();
  capturing = stream;
  return kSuccess;
}

int endCapture(void* handle, Graph** graph) {
  Stream* stream = streamOf(handle);
  *graph = nullptr;
  if (stream == nullptr || stream->capture == nullptr) {
    return kInvalidValue;
  }
  if (stream->capturer != std::this_thread::get_id()) {
    return kCaptureWrongThread;
  }
  std::unique_ptr<Graph> captured(stream->capture);
  stream->capture = nullptr;
  capturing = nullptr;
  if (stream->invalidated) {
    return kCaptureInvalidated;
  }
  *graph = captured.release();
  return kSuccess;
}

bool isCapturing(void* handle) {
  const Stream* stream = streamOf(handle);
  return stream != nullptr && stream->capture != nullptr;
}

int refusedByCapture(const char* call) {
  if (capturing == nullptr || streams.count(capturing) == 0 || capturing->capture == nullptr) {
    return kSuccess;
  }
  say("%s is not allowed while this thread captures", call);
  capturing->invalidated = true;
  return kCaptureUnsupported;
}

int stickyError() { return sticky; }

int returned(int error) {
  if (error != kSuccess && error != kNotReady) {
    lastError = error;
  }
  return error;
}

int takeLastError(bool forget) {
  const int error = sticky != kSuccess ? sticky : lastError;
  if (forget) {
    lastError = kSuccess;
  }
  return error;
}

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
