// What the library of kernels hands to the pretend driver.
#ifndef CAROUSEL_EMULATOR_KERNELS_H
#define CAROUSEL_EMULATOR_KERNELS_H

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace emulator {

struct Parameter {
  int bytes;
  bool pointer;
};

struct Kernel {
  std::vector<Parameter> parameters;
  int mostThreads;
  // Runs it; the cells are what kernelParams points to. The order is one of runGrid's. Returns what
  // is wrong, or an empty text.
  std::function<std::string(unsigned blocks, unsigned threads, int order, void** cells)> run;
};

using KernelTable = std::map<std::string, Kernel>;

}  // namespace emulator

// The one function that the library has.
extern "C" const emulator::KernelTable* carousel_emulator_kernels();

#endif
