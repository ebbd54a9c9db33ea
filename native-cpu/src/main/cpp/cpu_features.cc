// This file is compiled for the baseline only.
#include "cpu_features.h"

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace carousel {
namespace {

// The operating system uses XSAVE, so that XGETBV may be called.
constexpr uint32_t kOsXsave = 1u << 27;

bool isSet(uint32_t word, int bit) { return (word >> bit & 1u) != 0; }

}  // namespace

Features featuresOf(const CpuWords& given) {
  CpuWords words = given;
  // Beyond its last leaf an Intel processor repeats that leaf.
  words.leaf7Ebx = given.maxLeaf >= 7 ? given.leaf7Ebx : 0;
  words.xcr0 = (given.leaf1Ecx & kOsXsave) != 0 ? given.xcr0 : 0;
  Features found = 0;
#define CAROUSEL_FIND(feature, macro, word, bit, state)              \
  if (isSet(words.word, bit) && (words.xcr0 & (state)) == (state)) { \
    found |= only(Feature::feature);                                 \
  }
  CAROUSEL_FEATURES(CAROUSEL_FIND)
#undef CAROUSEL_FIND
  return found;
}

CpuWords readCpuWords() {
  CpuWords words = {};
#if defined(__x86_64__)
  uint32_t eax = 0;
  uint32_t ebx = 0;
  uint32_t ecx = 0;
  uint32_t edx = 0;
  __cpuid(0, words.maxLeaf, ebx, ecx, edx);
  __cpuid(1, eax, ebx, words.leaf1Ecx, edx);
  __cpuid_count(7, 0, eax, words.leaf7Ebx, ecx, edx);
  if ((words.leaf1Ecx & kOsXsave) != 0) {
    // XGETBV as an instruction: its intrinsic wants a flag that this file is not compiled with.
    uint32_t low = 0;
    uint32_t high = 0;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    words.xcr0 = static_cast<uint64_t>(high) << 32 | low;
  }
#endif
  return words;
}

}  // namespace carousel
