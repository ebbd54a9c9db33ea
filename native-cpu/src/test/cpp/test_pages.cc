#include <cstdio>

#include "test.h"

namespace carousel::test {
namespace {

// Pages of the process in memory; 0 where the system does not say.
int64_t residentPages() {
  long size = 0, resident = 0;
  if (FILE* file = std::fopen("/proc/self/statm", "r")) {
    const bool read = std::fscanf(file, "%ld %ld", &size, &resident) == 2;
    std::fclose(file);
    return read ? resident : 0;
  }
  return 0;
}

}  // namespace

// Zeros that can be written, and that the system gets back.
void testPages() {
  constexpr int64_t kBytes = 64 << 20;
  constexpr int64_t kPages = kBytes / 65536;  // at least: pages have 64 KiB or less
  at("mapPages", {});
  const int64_t before = residentPages();
  char* pages = reinterpret_cast<char*>(mapPages(kBytes));
  check(pages != nullptr, "mapped");
  check(pages[0] == 0 && pages[kBytes - 1] == 0, "zeros");
  for (int64_t i = 0; i < kBytes; i += 4096) {
    pages[i] = 1;
  }
  const int64_t used = residentPages();
  check(before == 0 || used >= before + kPages, "resident");
  unmapPages(pages, kBytes);
  check(before == 0 || residentPages() <= used - kPages, "given back");
  check(mapPages(int64_t{1} << 60) == 0, "no such memory");
  trimHeap();
}

}  // namespace carousel::test
