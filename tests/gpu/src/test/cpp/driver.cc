// The pretend libcuda.so.1: modules and launches. Machine code is a list of kernels' names; what
// they do comes from libcarousel_kernels.so, which lies beside this library.
#include <dlfcn.h>

#include <cstdio>
#include <cstring>
#include <memory>
#include <set>
#include <sstream>

#include "core.h"
#include "cubin.h"
#include "kernels.h"

namespace {

struct Function {
  const emulator::Kernel* kernel;
  std::string name;
  int mostShared = 48 << 10;
};

struct Module {
  std::set<std::string> names;
  std::map<std::string, std::unique_ptr<Function>> functions;
};

std::set<Module*> modules;

const emulator::KernelTable& kernelTable() {
  static const emulator::KernelTable empty;
  static const emulator::KernelTable* table = [] {
    void* library = dlopen("libcarousel_kernels.so", RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
      emulator::say("there are no kernels: %s", dlerror());
      return &empty;
    }
    using Get = const emulator::KernelTable* (*)();
    return reinterpret_cast<Get>(dlsym(library, "carousel_emulator_kernels"))();
  }();
  return *table;
}

bool isLive(const Function* function) {
  for (const Module* module : modules) {
    for (const auto& entry : module->functions) {
      if (entry.second.get() == function) {
        return true;
      }
    }
  }
  return false;
}

// The arguments' values, kept until the kernel runs.
struct Arguments {
  std::vector<std::vector<char>> values;
  std::vector<void*> cells;
};

std::shared_ptr<Arguments> copyOf(const emulator::Kernel& kernel, void** cells) {
  auto kept = std::make_shared<Arguments>();
  for (size_t i = 0; i < kernel.parameters.size(); i++) {
    const char* from = static_cast<const char*>(cells[i]);
    kept->values.emplace_back(from, from + kernel.parameters[i].bytes);
  }
  for (auto& value : kept->values) {
    kept->cells.push_back(value.data());
  }
  return kept;
}

bool pointersAreKnown(const Function& function, const Arguments& arguments) {
  for (size_t i = 0; i < arguments.values.size(); i++) {
    if (!function.kernel->parameters[i].pointer) {
      continue;
    }
    void* address;
    memcpy(&address, arguments.values[i].data(), sizeof address);
    if (address != nullptr && !emulator::isKnown(address)) {
      emulator::say("%s: argument %zu is %p, which is no memory of the device",
                    function.name.c_str(), i, address);
      return false;
    }
  }
  return true;
}

int runKernel(const Function& function, unsigned blocks, unsigned threads, Arguments& arguments) {
  // Another order of threads each time, so that a missing barrier shows. Up and down, which are 0
  // and 1, take turns that no graph's length can fall in with; each 16th is random, which costs
  // several times as much.
  static unsigned launches = 0;
  const unsigned launch = launches++;
  const int order = static_cast<int>(launch % 16 == 15 ? launch : launch * 2654435761u >> 31);
  if (!pointersAreKnown(function, arguments)) {
    return emulator::kIllegalAddress;
  }
  const std::string problem = function.kernel->run(blocks, threads, order, arguments.cells.data());
  if (!problem.empty()) {
    emulator::say("%s: %s", function.name.c_str(), problem.c_str());
    return emulator::kLaunchFailure;
  }
  return emulator::kSuccess;
}

const char* driverName(int error) {
  switch (error) {
    case emulator::kSuccess:
      return "CUDA_SUCCESS";
    case emulator::kInvalidValue:
      return "CUDA_ERROR_INVALID_VALUE";
    case emulator::kInvalidImage:
      return "CUDA_ERROR_INVALID_IMAGE";
    case emulator::kInvalidContext:
      return "CUDA_ERROR_INVALID_CONTEXT";
    case emulator::kNoBinary:
      return "CUDA_ERROR_NO_BINARY_FOR_GPU";
    case emulator::kInvalidHandle:
      return "CUDA_ERROR_INVALID_HANDLE";
    case emulator::kNotFound:
      return "CUDA_ERROR_NOT_FOUND";
    case emulator::kIllegalAddress:
      return "CUDA_ERROR_ILLEGAL_ADDRESS";
    case emulator::kLaunchFailure:
      return "CUDA_ERROR_LAUNCH_FAILED";
    case emulator::kNotSupported:
      return "CUDA_ERROR_NOT_SUPPORTED";
    case emulator::kCaptureUnsupported:
      return "CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED";
    case emulator::kCaptureInvalidated:
      return "CUDA_ERROR_STREAM_CAPTURE_INVALIDATED";
    default:
      return "CUDA_ERROR_UNKNOWN";
  }
}

}  // namespace

extern "C" {

int cuInit(unsigned) { return emulator::usable(); }

int cuDriverGetVersion(int* version) {
  *version = static_cast<int>(emulator::number("DRIVER", 13000));
  return 0;
}

int cuGetErrorName(int error, const char** name) {
  *name = driverName(error);
  return 0;
}

int cuGetErrorString(int error, const char** text) { return cuGetErrorName(error, text); }

int cuDeviceGetName(char* name, int bytes, int device) {
  if (device < 0 || device >= emulator::deviceCount()) {
    return emulator::kInvalidDevice;
  }
  snprintf(name, static_cast<size_t>(bytes), "Carousel emulated device");
  return 0;
}

int cuModuleLoadData(void** result, const void* image) {
  const auto guard = emulator::lock();
  if (!emulator::hasContext()) {
    return emulator::kInvalidContext;
  }
  std::istringstream text(static_cast<const char*>(image));
  std::string line;
  std::getline(text, line);
  if (line != emulator::kCubinMagic) {
    return emulator::kInvalidImage;
  }
  std::getline(text, line);
  // Machine code is for one architecture, intermediate code for all from its own on.
  const std::string virtualStart = "compute_";
  const bool intermediate = line.rfind(virtualStart, 0) == 0 &&
                            std::stoi(line.substr(virtualStart.size())) <= emulator::architecture();
  if (!intermediate && line != "sm_" + std::to_string(emulator::architecture())) {
    emulator::say("machine code for %s, the device is sm_%d", line.c_str(),
                  emulator::architecture());
    return emulator::kNoBinary;
  }
  auto module = std::make_unique<Module>();
  while (std::getline(text, line) && !line.empty()) {
    module->names.insert(line);
  }
  *result = module.get();
  modules.insert(module.release());
  return 0;
}

int cuModuleUnload(void* handle) {
  const auto guard = emulator::lock();
  Module* module = static_cast<Module*>(handle);
  if (modules.count(module) == 0) {
    return emulator::kInvalidHandle;
  }
  emulator::synchronizeAll();
  modules.erase(module);
  delete module;
  return 0;
}

int cuModuleGetFunction(void** result, void* handle, const char* name) {
  const auto guard = emulator::lock();
  Module* module = static_cast<Module*>(handle);
  if (modules.count(module) == 0) {
    return emulator::kInvalidHandle;
  }
  const auto kernel = kernelTable().find(name);
  if (module->names.count(name) == 0) {
    return emulator::kNotFound;
  }
  if (kernel == kernelTable().end()) {
    emulator::say("%s was compiled by NVRTC but is not in libcarousel_kernels.so", name);
    return emulator::kNotFound;
  }
  std::unique_ptr<Function>& function = module->functions[name];
  if (function == nullptr) {
    function.reset(new Function{&kernel->second, name});
  }
  *result = function.get();
  return 0;
}

int cuFuncGetAttribute(int* value, int attribute, void* handle) {
  const auto guard = emulator::lock();
  const Function* function = static_cast<Function*>(handle);
  if (!isLive(function)) {
    return emulator::kInvalidHandle;
  }
  switch (attribute) {
    case 0:
      *value = function->kernel->mostThreads;
      return 0;
    case 4:
      *value = 32;  // registers
      return 0;
    default:
      emulator::say("function attribute %d is not emulated", attribute);
      return emulator::kNotSupported;
  }
}

int cuFuncSetAttribute(void* handle, int attribute, int value) {
  const auto guard = emulator::lock();
  Function* function = static_cast<Function*>(handle);
  if (!isLive(function)) {
    return emulator::kInvalidHandle;
  }
  if (attribute != 8 || value < 0 || value > 227 << 10) {
    return emulator::kInvalidValue;
  }
  function->mostShared = value;
  return 0;
}

int cuFuncGetParamInfo(void* handle, size_t index, size_t* offset, size_t* bytes) {
  const auto guard = emulator::lock();
  const Function* function = static_cast<Function*>(handle);
  if (!isLive(function)) {
    return emulator::kInvalidHandle;
  }
  const auto& parameters = function->kernel->parameters;
  if (index >= parameters.size()) {
    return emulator::kInvalidValue;
  }
  size_t at = 0;
  for (size_t i = 0; i <= index; i++) {
    const size_t size = static_cast<size_t>(parameters[i].bytes);
    at = (at + size - 1) / size * size + (i < index ? size : 0);
  }
  *offset = at;
  *bytes = static_cast<size_t>(parameters[index].bytes);
  return 0;
}

int cuLaunchKernel(void* handle, unsigned gridX, unsigned gridY, unsigned gridZ, unsigned blockX,
                   unsigned blockY, unsigned blockZ, unsigned shared, void* stream, void** cells,
                   void** extra) {
  const auto guard = emulator::lock();
  if (!emulator::hasContext()) {
    return emulator::kInvalidContext;
  }
  Function* function = static_cast<Function*>(handle);
  if (!isLive(function)) {
    return emulator::kInvalidHandle;
  }
  if (gridY != 1 || gridZ != 1 || blockY != 1 || blockZ != 1) {
    emulator::say("%s: only grids and blocks of one dimension are emulated",
                  function->name.c_str());
    return emulator::kNotSupported;
  }
  if (extra != nullptr || gridX == 0 || blockX == 0 ||
      blockX > static_cast<unsigned>(function->kernel->mostThreads) ||
      shared > static_cast<unsigned>(function->mostShared)) {
    return emulator::kInvalidValue;
  }
  const std::shared_ptr<Arguments> arguments = copyOf(*function->kernel, cells);
  return emulator::enqueue(
      stream, {function->name, [=] { return runKernel(*function, gridX, blockX, *arguments); }});
}

}  // extern "C"
