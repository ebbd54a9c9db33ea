// The pretend machine code that NVRTC hands out and the driver takes: three or more lines of text,
// this one, the architecture, then the names of the kernels.
#ifndef CAROUSEL_EMULATOR_CUBIN_H
#define CAROUSEL_EMULATOR_CUBIN_H

namespace emulator {

constexpr const char* kCubinMagic = "CAROUSEL EMULATED CUBIN";

}  // namespace emulator

#endif
