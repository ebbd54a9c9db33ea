// Runs all tests on every instruction set of this machine, which are SETS ("sse2, avx2") if that is
// given and not "any".
//
//   kernel-tests [SETS]
#include <cstdio>
#include <string>

#include "test.h"

namespace carousel::test {
void testColumns();
void testCpuFeatures();
void testDense();
void testDispatch();
void testDropout();
void testEmbedding();
void testFunctions();
void testGru();
void testLoss();
void testLstm();
void testPages();
void testPeak();
void testPool();
void testRnn();
void testRows();
void testUpdate();
}  // namespace carousel::test

int main(int count, char** arguments) {
  using namespace carousel::test;
  void (*const tests[])() = {testFunctions, testLstm,      testGru,   testRnn,  testRows,
                             testColumns,   testEmbedding, testDense, testPool, testLoss,
                             testDropout,   testUpdate,    testPages, testPeak};
  testCpuFeatures();
  testDispatch();
  std::string names;
  for (int level = 0; level < carousel::kLevels; ++level) {
    if (!carousel::use(level)) {
      continue;
    }
    names += std::string(names.empty() ? "" : ", ") + carousel::levelName(level);
    for (const auto test : tests) {
      // Large work on the calling thread is a case of small work on many: send all of it to many.
      carousel::parallelFrom = 0.0;
      test();
    }
  }
  const std::string wanted = count > 1 ? arguments[1] : "any";
  at("main", {});
  check(wanted == "any" || wanted == names,
        ("the sets must be " + wanted + ", are " + names).c_str());
  if (failures() > 0) {
    std::fprintf(stderr, "native-cpu: %d checks failed\n", failures());
    return 1;
  }
  std::printf("native-cpu: C++ tests passed on %s\n", names.c_str());
  return 0;
}
