// Runs all tests, or those whose names are given.
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "test.h"

namespace carousel::test {
void testConvert();
void testDense();
void testDropout();
void testEmbedding();
void testFibres();
void testLoss();
void testPack();
void testPool();
void testRows();
void testTrial();
void testUpdate();
namespace {

// test.sh counts the kernels in the sources.
void testList() {
  at("list of kernels", {});
  const char* count = std::getenv("CAROUSEL_TEST_KERNELS");
  check(count == nullptr || std::strtoul(count, nullptr, 10) == emulated::kernels().size(),
        "every kernel is in kernels.cc");
}

}  // namespace
}  // namespace carousel::test

int main(int count, char** names) {
  using namespace carousel::test;
  const struct {
    const char* name;
    void (*run)();
  } tests[] = {{"list", testList},           {"fibres", testFibres}, {"loss", testLoss},
               {"update", testUpdate},       {"dense", testDense},   {"dropout", testDropout},
               {"embedding", testEmbedding}, {"pool", testPool},     {"rows", testRows},
               {"convert", testConvert},     {"pack", testPack},     {"trial", testTrial}};
  for (const auto& test : tests) {
    bool asked = count == 1;
    for (int i = 1; i < count; ++i) {
      asked = asked || std::strcmp(names[i], test.name) == 0;
    }
    if (asked) {
      test.run();
    }
  }
  if (failures() > 0) {
    std::fprintf(stderr, "native-gpu: %d checks failed\n", failures());
    return 1;
  }
  std::printf("native-gpu: %zu kernels passed their tests on the CPU\n",
              carousel::emulated::kernels().size());
  return 0;
}
