// All kernels of one instruction set in one table. It is a constant, so no code fills it: reading
// it is safe on every machine.
#include "isa.h"

namespace carousel::CAROUSEL_ISA {

constexpr Kernels table = {kCompiledFor,
#define CAROUSEL_ADDRESS(name) name,
                           CAROUSEL_KERNELS(CAROUSEL_ADDRESS)
#undef CAROUSEL_ADDRESS
};

}  // namespace carousel::CAROUSEL_ISA
