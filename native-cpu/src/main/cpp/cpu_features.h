// What an x86-64 processor may have beyond the baseline, SSE2, of all that kernels are compiled
// for; and whether this one has it. Other architectures have the baseline only.
#ifndef CAROUSEL_CPU_FEATURES_H
#define CAROUSEL_CPU_FEATURES_H

#include <cstdint>

namespace carousel {

// What a processor says of itself, as it says it.
struct CpuWords {
  uint32_t maxLeaf;   // EAX of CPUID 0: the highest leaf that it answers for itself
  uint32_t leaf1Ecx;  // ECX of CPUID 1
  uint32_t leaf7Ebx;  // EBX of CPUID 7.0; anything where maxLeaf < 7
  uint64_t xcr0;      // XGETBV 0; anything where the bit OSXSAVE of leaf1Ecx is clear
};

// The registers that the operating system must keep for each thread: bits of XCR0.
enum SavedState : uint64_t {
  kXmmOnly = 0,
  kYmm = 0x06,  // xmm, upper halves of ymm
  kZmm = 0xe6   // and mask registers, upper halves of zmm 0 to 15, zmm 16 to 31
};

// Lines DO(feature, the compiler's macro for it, word and bit that say so, SavedState), from the
// Intel manual, volume 2A, CPUID, and volume 1, 15.2. A flag of an instruction set in compile.sh
// whose macro is not here is refused by features-test.sh.
#define CAROUSEL_FEATURES(DO)                     \
  DO(kSse3, __SSE3__, leaf1Ecx, 0, kXmmOnly)      \
  DO(kSsse3, __SSSE3__, leaf1Ecx, 9, kXmmOnly)    \
  DO(kFma, __FMA__, leaf1Ecx, 12, kYmm)           \
  DO(kSse41, __SSE4_1__, leaf1Ecx, 19, kXmmOnly)  \
  DO(kSse42, __SSE4_2__, leaf1Ecx, 20, kXmmOnly)  \
  DO(kPopcnt, __POPCNT__, leaf1Ecx, 23, kXmmOnly) \
  DO(kXsave, __XSAVE__, leaf1Ecx, 26, kXmmOnly)   \
  DO(kAvx, __AVX__, leaf1Ecx, 28, kYmm)           \
  DO(kF16c, __F16C__, leaf1Ecx, 29, kYmm)         \
  DO(kAvx2, __AVX2__, leaf7Ebx, 5, kYmm)          \
  DO(kAvx512F, __AVX512F__, leaf7Ebx, 16, kZmm)   \
  DO(kAvx512Dq, __AVX512DQ__, leaf7Ebx, 17, kZmm) \
  DO(kAvx512Bw, __AVX512BW__, leaf7Ebx, 30, kZmm) \
  DO(kAvx512Vl, __AVX512VL__, leaf7Ebx, 31, kZmm)

#define CAROUSEL_NAME(feature, macro, word, bit, state) feature,
enum class Feature { CAROUSEL_FEATURES(CAROUSEL_NAME) kCount };
#undef CAROUSEL_NAME

// A set of features.
using Features = uint32_t;

// The set of this feature only.
constexpr Features only(Feature feature) { return Features{1} << static_cast<int>(feature); }

// What the compiler may use for the file that includes this: a macro that is defined is 1.
#define CAROUSEL_TEXT(macro) #macro
#define CAROUSEL_USED(feature, macro, word, bit, state) \
  | (CAROUSEL_TEXT(macro)[0] == '1' ? only(Feature::feature) : 0)
constexpr Features kCompiledFor = 0 CAROUSEL_FEATURES(CAROUSEL_USED);
#undef CAROUSEL_USED
#undef CAROUSEL_TEXT

// What a processor has and the operating system lets programs use.
Features featuresOf(const CpuWords& words);

// The words of the processor that this thread runs on; zero on other architectures.
CpuWords readCpuWords();

}  // namespace carousel

#endif
