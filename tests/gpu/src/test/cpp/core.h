// What the pretend CUDA libraries share: settings, memory, streams, capture, errors.
//
// Device memory is memory of the host, filled with NaN, and every block of it is known, so that an
// address that is not the device's is found out. Streams are lazy: what is enqueued runs when
// someone waits for it, so that results that are read too early are NaN, and staging that is
// overwritten too early shows. One lock is around everything.
#ifndef CAROUSEL_EMULATOR_CORE_H
#define CAROUSEL_EMULATOR_CORE_H

#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace emulator {

// CUDA's numbers; run time and driver have the same.
enum Error : int {
  kSuccess = 0,
  kInvalidValue = 1,
  kOutOfMemory = 2,
  kInsufficientDriver = 35,
  kNoDevice = 100,
  kInvalidDevice = 101,
  kInvalidImage = 200,
  kInvalidContext = 201,
  kNoBinary = 209,
  kInvalidHandle = 400,
  kNotFound = 500,
  kNotReady = 600,
  kIllegalAddress = 700,
  kLaunchFailure = 719,
  kNotSupported = 801,
  kCaptureUnsupported = 900,
  kCaptureInvalidated = 901,
  kCaptureUnmatched = 903,
  kCaptureWrongThread = 908
};

const char* nameOf(int error);

// Held by every function that another library calls.
std::lock_guard<std::recursive_mutex> lock();

// A line for whoever looks at a failing test.
void say(const char* format, ...) __attribute__((format(printf, 1, 2)));

// CAROUSEL_EMULATOR_<NAME>, or a line NAME=value of the file that CAROUSEL_EMULATOR_SETTINGS names,
// which goes first and may change while the process runs.
std::string setting(const char* name, const char* otherwise);
long long number(const char* name, long long otherwise);

// Devices.
int deviceCount();  // what the settings say, whatever the driver
int usable();       // kSuccess, kInsufficientDriver or kNoDevice
int setDevice(int device);
int currentDevice();  // makes device 0 current for a thread that has none, as the run time does
bool hasContext();    // what the driver's functions ask for
int architecture();   // such as 90

// Memory.
struct MemoryInfo {
  size_t free;
  size_t total;
};
MemoryInfo memoryInfo();
int allocate(void** address, size_t bytes, bool pinned);
int release(void* address, bool pinned);
bool isKnown(const void* address);
bool isPinned(const void* address);
// Whether all bytes are in one block; says what is wrong if they are not.
bool reachable(const void* address, size_t bytes, const char* who, const char* what);

// Streams. A null stream is the default one.
struct Work {
  std::string name;
  std::function<int()> run;
};

struct Graph {
  std::vector<Work> nodes;
};

struct Stream {
  std::deque<Work> queue;
  Graph* capture = nullptr;
  bool invalidated = false;
  std::thread::id capturer;
};

Stream* createStream();
int destroyStream(Stream* stream);
// The stream of a handle, or null if it is none.
Stream* streamOf(void* handle);
// Runs the work when the stream is waited for; records it if the stream captures.
int enqueue(void* handle, Work work);
int synchronize(void* handle);
int synchronizeAll();
// Runs the oldest piece of work, if there is one: time passes.
int advance(Stream* stream);
int beginCapture(void* handle, int mode);
int endCapture(void* handle, Graph** graph);
bool isCapturing(void* handle);
// For calls that CUDA does not allow while this thread captures: kSuccess, or what to return.
int refusedByCapture(const char* call);

// The error that the device has died of, or kSuccess.
int stickyError();
// What a function of the run time returns, remembered for cudaGetLastError.
int returned(int error);
int takeLastError(bool forget);

// Why the last call of cuDNN by this thread was refused.
std::string& dnnReason();

// For what is not emulated: says so.
int missing(const char* function, int status);

}  // namespace emulator

#endif
