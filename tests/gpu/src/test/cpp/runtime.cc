// The pretend libcudart.so.13.
#include <chrono>
#include <cstring>
#include <memory>
#include <set>

#include "core.h"

using emulator::Graph;
using emulator::returned;
using emulator::Stream;
using emulator::Work;

namespace {

struct Event {
  bool recorded = false;
  int pending = 0;
  std::chrono::steady_clock::time_point passed;
  Stream* stream = nullptr;
};

struct Executable {
  Graph graph;
};

std::set<Event*> events;
std::set<Graph*> graphs;
std::set<Executable*> executables;

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

int run(const Graph& graph) {
  for (const Work& node : graph.nodes) {
    if (const int error = node.run()) {
      emulator::say("in a graph, %s failed", node.name.c_str());
      return error;
    }
  }
  return emulator::kSuccess;
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

int cudaStreamCreateWithFlags(void** stream, unsigned flags) {
  const auto guard = emulator::lock();
  emulator::currentDevice();
  if (flags != 1) {
    emulator::say("only streams that do not block are emulated");
    return returned(emulator::kNotSupported);
  }
  *stream = emulator::createStream();
  return 0;
}

int cudaStreamDestroy(void* stream) {
  const auto guard = emulator::lock();
  return returned(emulator::destroyStream(static_cast<Stream*>(stream)));
}

int cudaStreamSynchronize(void* stream) {
  const auto guard = emulator::lock();
  return returned(emulator::synchronize(stream));
}

int cudaStreamQuery(void* handle) {
  const auto guard = emulator::lock();
  Stream* stream = emulator::streamOf(handle);
  if (stream == nullptr) {
    return returned(emulator::kInvalidHandle);
  }
  if (stream->queue.empty()) {
    return returned(emulator::stickyError());
  }
  emulator::advance(stream);
  return emulator::kNotReady;
}

int cudaStreamBeginCapture(void* stream, int mode) {
  const auto guard = emulator::lock();
  return returned(emulator::beginCapture(stream, mode));
}

int cudaStreamEndCapture(void* stream, void** result) {
  const auto guard = emulator::lock();
  Graph* graph = nullptr;
  const int error = emulator::endCapture(stream, &graph);
  if (graph != nullptr) {
    graphs.insert(graph);
  }
  *result = graph;
  return returned(error);
}

int cudaStreamIsCapturing(void* stream, int* status) {
  const auto guard = emulator::lock();
  *status = emulator::isCapturing(stream) ? 1 : 0;
  return 0;
}

int cudaGraphGetNodes(void* handle, void** nodes, size_t* count) {
  const auto guard = emulator::lock();
  Graph* graph = static_cast<Graph*>(handle);
  if (graphs.count(graph) == 0 || nodes != nullptr) {
    return returned(emulator::kInvalidValue);
  }
  *count = graph->nodes.size();
  return 0;
}

int cudaGraphInstantiate(void** result, void* handle, unsigned long long) {
  const auto guard = emulator::lock();
  Graph* graph = static_cast<Graph*>(handle);
  if (graphs.count(graph) == 0) {
    return returned(emulator::kInvalidValue);
  }
  Executable* executable = new Executable{*graph};
  executables.insert(executable);
  *result = executable;
  return 0;
}

int cudaGraphDestroy(void* handle) {
  const auto guard = emulator::lock();
  Graph* graph = static_cast<Graph*>(handle);
  if (graphs.erase(graph) == 0) {
    return returned(emulator::kInvalidValue);
  }
  delete graph;
  return 0;
}

int cudaGraphLaunch(void* handle, void* stream) {
  const auto guard = emulator::lock();
  Executable* executable = static_cast<Executable*>(handle);
  if (executables.count(executable) == 0) {
    return returned(emulator::kInvalidHandle);
  }
  return returned(
      emulator::enqueue(stream, {"graph", [executable] { return run(executable->graph); }}));
}

int cudaGraphExecDestroy(void* handle) {
  const auto guard = emulator::lock();
  Executable* executable = static_cast<Executable*>(handle);
  if (executables.count(executable) == 0) {
    return returned(emulator::kInvalidHandle);
  }
  emulator::synchronizeAll();
  executables.erase(executable);
  delete executable;
  return 0;
}

int cudaEventCreateWithFlags(void** event, unsigned) {
  const auto guard = emulator::lock();
  emulator::currentDevice();
  Event* made = new Event();
  events.insert(made);
  *event = made;
  return 0;
}

int cudaEventDestroy(void* handle) {
  const auto guard = emulator::lock();
  Event* event = static_cast<Event*>(handle);
  if (events.count(event) == 0) {
    return returned(emulator::kInvalidHandle);
  }
  if (event->pending > 0) {
    emulator::synchronize(event->stream);
  }
  events.erase(event);
  delete event;
  return 0;
}

int cudaEventRecord(void* handle, void* stream) {
  const auto guard = emulator::lock();
  Event* event = static_cast<Event*>(handle);
  if (events.count(event) == 0) {
    return returned(emulator::kInvalidHandle);
  }
  if (emulator::isCapturing(stream)) {
    emulator::say("events in captures are not emulated");
    return returned(emulator::kNotSupported);
  }
  event->recorded = true;
  event->pending++;
  event->stream = emulator::streamOf(stream);
  const int error = emulator::enqueue(stream, {"event", [event] {
                                                 event->pending--;
                                                 event->passed = std::chrono::steady_clock::now();
                                                 return static_cast<int>(emulator::kSuccess);
                                               }});
  if (error != 0) {
    event->pending--;
  }
  return returned(error);
}

// Each question lets one piece of work be done, so that whoever asks again and again gets on.
int cudaEventQuery(void* handle) {
  const auto guard = emulator::lock();
  Event* event = static_cast<Event*>(handle);
  if (events.count(event) == 0) {
    return returned(emulator::kInvalidHandle);
  }
  if (event->pending == 0) {
    return returned(emulator::stickyError());
  }
  const int error = emulator::advance(event->stream);
  return returned(error != 0 ? error : static_cast<int>(emulator::kNotReady));
}

int cudaEventSynchronize(void* handle) {
  const auto guard = emulator::lock();
  Event* event = static_cast<Event*>(handle);
  if (events.count(event) == 0) {
    return returned(emulator::kInvalidHandle);
  }
  while (event->pending > 0 && emulator::stickyError() == 0) {
    emulator::advance(event->stream);
  }
  return returned(emulator::stickyError());
}

int cudaEventElapsedTime(float* milliseconds, void* first, void* second) {
  const auto guard = emulator::lock();
  const Event* from = static_cast<Event*>(first);
  const Event* to = static_cast<Event*>(second);
  if (!from->recorded || !to->recorded) {
    return returned(emulator::kInvalidHandle);
  }
  if (from->pending > 0 || to->pending > 0) {
    return emulator::kNotReady;
  }
  *milliseconds = std::chrono::duration<float, std::milli>(to->passed - from->passed).count();
  return 0;
}

}  // extern "C"
