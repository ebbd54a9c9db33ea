// What every vectorized file includes first. Such a file is compiled once per instruction set, each
// time with another name in CAROUSEL_ISA. Its code must not run on a machine that lacks the set:
// - nothing in it may be merged with the same code of another set by the linker: functions in
//   headers are static, and templates and inline functions of the standard library stay out;
// - nothing in it may run when the library is loaded: globals are constants;
// - nothing in it is called but through the table, which dispatch.cc reads.
// build.sh looks into the objects and refuses what breaks this (isolation.sh).
#ifndef CAROUSEL_ISA_H
#define CAROUSEL_ISA_H

#include <type_traits>

#include "kernels.h"

#ifndef CAROUSEL_ISA
#error "CAROUSEL_ISA must name the instruction set: see build.sh"
#endif

// The iterations of the next loop do not depend on each other, though pointers may be equal: what
// works in place reads and writes the same element in the same iteration.
#define CAROUSEL_SIMD _Pragma("omp simd")

namespace carousel::CAROUSEL_ISA {

using Index = std::ptrdiff_t;

static inline Index least(Index a, Index b) { return a < b ? a : b; }
static inline Index most(Index a, Index b) { return a > b ? a : b; }
static inline Index ceilDiv(Index a, Index b) { return (a + b - 1) / b; }

// Each kernel, with the type that its pointer in the table has.
#define CAROUSEL_DECLARE(name) std::remove_pointer_t<decltype(Kernels::name)> name;
CAROUSEL_KERNELS(CAROUSEL_DECLARE)
#undef CAROUSEL_DECLARE

// The only name of this instruction set that code of another one may know.
extern const Kernels table;

}  // namespace carousel::CAROUSEL_ISA

#endif
