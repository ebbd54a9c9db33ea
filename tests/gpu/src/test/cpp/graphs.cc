// The pretend libcudart.so.13: streams, captures, graphs, events.
#include <chrono>
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
