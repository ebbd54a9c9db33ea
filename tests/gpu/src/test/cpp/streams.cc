// Streams, what is captured from them, and the errors that work leaves behind.
#include <memory>
#include <set>

#include "core.h"

namespace emulator {
namespace {

constexpr size_t kMostQueued = 10000;

std::set<Stream*> streams;
Stream defaultStream;
int sticky = kSuccess;
thread_local int lastError = kSuccess;
thread_local Stream* capturing = nullptr;

}  // namespace

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

}  // namespace emulator
