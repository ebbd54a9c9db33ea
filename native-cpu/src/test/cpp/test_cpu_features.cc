#include <string>

#include "test.h"

namespace carousel::test {

#if defined(__x86_64__)
namespace {

constexpr uint32_t kOsXsave = 1u << 27;
constexpr uint32_t kFma = 1u << 12;
constexpr uint32_t kAvx = 1u << 28;
constexpr uint32_t kPopcnt = 1u << 23;
constexpr uint32_t kAvx2Bit = 1u << 5;
constexpr uint32_t kAvx512F = 1u << 16;
constexpr uint32_t kAvx512Dq = 1u << 17;
constexpr uint32_t kAvx512Bw = 1u << 30;
constexpr uint32_t kAvx512Vl = 1u << 31;

// Words of processors, from dumps that others have published, Zen 4 from a machine of ours. XCR0 is
// what an operating system sets that knows all registers of the processor.
constexpr CpuWords kNehalem = {0x0b, 0x00bce3bd, 0, 0};
constexpr CpuWords kHaswell = {0x0d, 0x7ffafbff, 0x000027ab, 0x07};
constexpr CpuWords kZen3 = {0x10, 0x7ed8320b, 0x219c97a9, 0x207};
constexpr CpuWords kKnightsLanding = {0x0d, 0x7ff8f39f, 0x1c0d23ab, 0xe7};
constexpr CpuWords kSkylakeX = {0x16, 0x7ffefbbf, 0xd39ffffb, 0x2e7};
constexpr CpuWords kZen4 = {0x1c, 0xfffa3203, 0xf1bf07ab, 0xe7};

// The last level that a machine with these words has; every level before it must be there.
int bestOf(const CpuWords& words) {
  const Features machine = featuresOf(words);
  int found = kBaseline;
  while (found + 1 < kLevels && supports(found + 1, machine)) {
    ++found;
  }
  for (int above = found + 1; above < kLevels; ++above) {
    check(!supports(above, machine), "a level needs all that the level before it needs");
  }
  return found;
}

void expect(int level, const CpuWords& words, const char* machine) {
  const int found = bestOf(words);
  const std::string what = std::string(machine) + " has " + levelName(found) + " as its best level";
  check(found == level, what.c_str());
}

CpuWords without(CpuWords words, uint32_t leaf1Ecx, uint32_t leaf7Ebx) {
  words.leaf1Ecx &= ~leaf1Ecx;
  words.leaf7Ebx &= ~leaf7Ebx;
  return words;
}

CpuWords saving(CpuWords words, uint64_t xcr0) {
  words.xcr0 = xcr0;
  return words;
}

CpuWords upToLeaf(CpuWords words, uint32_t maxLeaf) {
  words.maxLeaf = maxLeaf;
  return words;
}

void testProcessors() {
  expect(kBaseline, {}, "a processor of 2003");
  expect(kBaseline, kNehalem, "Nehalem");
  expect(kAvx2, kHaswell, "Haswell");
  expect(kAvx2, kZen3, "Zen 3");
  expect(kAvx2, kKnightsLanding, "Knights Landing, which has AVX-512F alone,");
  expect(kAvx512, kSkylakeX, "Skylake-X");
  expect(kAvx512, kZen4, "Zen 4");
}

void testLackingFeatures() {
  expect(kBaseline, without(kHaswell, kFma, 0), "Haswell without FMA");
  expect(kBaseline, without(kHaswell, kAvx, 0), "Haswell without AVX");
  expect(kBaseline, without(kHaswell, kPopcnt, 0), "Haswell without POPCNT");
  expect(kBaseline, without(kHaswell, 0, kAvx2Bit), "Haswell without AVX2");
  expect(kBaseline, without(kSkylakeX, kFma, 0), "Skylake-X without FMA");
  expect(kBaseline, without(kSkylakeX, 0, kAvx2Bit), "Skylake-X without AVX2");
  expect(kAvx2, without(kSkylakeX, 0, kAvx512F), "Skylake-X without AVX-512F");
  expect(kAvx2, without(kSkylakeX, 0, kAvx512Vl), "Skylake-X without AVX-512VL");
  expect(kAvx2, without(kSkylakeX, 0, kAvx512Dq), "Skylake-X without AVX-512DQ");
  expect(kAvx2, without(kSkylakeX, 0, kAvx512Bw), "Skylake-X without AVX-512BW");
}

// XCR0: 1 x87, 2 xmm, 4 ymm, 0x20 masks, 0x40 upper halves of zmm, 0x80 zmm 16 to 31.
void testOperatingSystems() {
  expect(kBaseline, saving(kZen4, 0x03), "Zen 4 under a system that saves no ymm");
  expect(kBaseline, saving(kZen4, 0x05), "Zen 4 under a system that saves ymm without xmm");
  expect(kAvx2, saving(kZen4, 0x07), "Zen 4 under a system that saves no zmm");
  for (uint64_t part : {0x20, 0x40, 0x80}) {
    expect(kAvx2, saving(kZen4, 0xe7 & ~part), "Zen 4 under a system that saves part of zmm");
  }
  expect(kBaseline, saving(kZen4, 0xe1), "Zen 4 under a system that saves zmm without ymm");
  expect(kBaseline, without(kZen4, kOsXsave, 0), "Zen 4 under a system without XSAVE");
  expect(kBaseline, without(kHaswell, kOsXsave, 0), "Haswell under a system without XSAVE");
}

// A processor whose firmware hides leaves answers the last one that is left instead of leaf 7.
void testOldLeaves() {
  for (uint32_t leaf : {1u, 3u, 6u}) {
    expect(kBaseline, upToLeaf(kZen4, leaf), "Zen 4 whose leaf 7 is hidden");
  }
  expect(kAvx512, upToLeaf(kZen4, 7), "Zen 4 whose last leaf is 7");
}

}  // namespace

void testCpuFeatures() {
  at("cpu features", {});
  testProcessors();
  testLackingFeatures();
  testOperatingSystems();
  testOldLeaves();
  check(kernelsOf(kBaseline).features == 0, "the baseline needs nothing");
  check(supports(level(), featuresOf(readCpuWords())), "this machine has the level in use");
}
#else
// There is one level, and nothing to find.
void testCpuFeatures() {
  at("cpu features", {});
  check(kLevels == 1 && supports(kBaseline, 0), "the baseline needs nothing");
}
#endif

}  // namespace carousel::test
