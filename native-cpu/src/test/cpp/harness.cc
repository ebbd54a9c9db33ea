#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "test.h"

namespace carousel::test {
namespace {

std::string place;
int failed = 0;

bool guarded() {
  static const bool guard = std::getenv("CAROUSEL_TEST_GUARD") != nullptr;
  return guard;
}

size_t pages(size_t bytes) {
  const size_t page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  return (bytes + page - 1) / page * page;
}

void fail(const std::string& message) {
  if (++failed <= 20) {
    std::fprintf(stderr, "native-cpu: FAILED %s: %s\n", place.c_str(), message.c_str());
  }
}

uint32_t next(uint32_t& state) {
  state = state * 1664525u + 1013904223u;
  return state >> 8;
}

}  // namespace

void* allocate(size_t bytes) {
  if (!guarded()) {
    return std::malloc(bytes == 0 ? 1 : bytes);
  }
  const size_t used = pages(bytes);
  const size_t page = pages(1);
  char* start = static_cast<char*>(
      mmap(nullptr, used + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  if (start == MAP_FAILED || mprotect(start + used, page, PROT_NONE) != 0) {
    std::abort();
  }
  return start + used - bytes;
}

void release(void* memory, size_t bytes) {
  if (!guarded()) {
    std::free(memory);
    return;
  }
  const size_t used = pages(bytes);
  munmap(static_cast<char*>(memory) + bytes - used, used + pages(1));
}

Floats numbers(size_t size, float scale, uint32_t seed) {
  Floats made(size);
  uint32_t state = seed * 2654435761u + 1u;
  for (size_t i = 0; i < size; ++i) {
    made[i] = (static_cast<float>(next(state)) * 0x1p-23f - 1.0f) * scale;
  }
  return made;
}

Ints wholes(size_t size, int bound, uint32_t seed) {
  Ints made(size);
  uint32_t state = seed * 2654435761u + 7u;
  for (size_t i = 0; i < size; ++i) {
    made[i] = static_cast<int32_t>(next(state) % static_cast<uint32_t>(bound));
  }
  return made;
}

Ints lengthsOf(int sequences, int steps, uint32_t seed) {
  Ints made = wholes(static_cast<size_t>(sequences), steps + 1, seed);
  made[0] = steps;
  if (sequences > 2) {
    made[1] = 0;
  }
  return made;
}

void at(const char* test, std::initializer_list<long> shape) {
  place = std::string(test) + " on " + levelName(level()) + ", shape";
  for (long extent : shape) {
    place += " " + std::to_string(extent);
  }
}

void check(bool holds, const char* what) {
  if (!holds) {
    fail(what);
  }
}

void close(double actual, double expected, double tolerance, const char* what) {
  const double error = std::fabs(actual - expected);
  if (!(error <= tolerance * std::fmax(1.0, std::fabs(expected)))) {
    fail(std::string(what) + " is " + std::to_string(actual) + ", expected " +
         std::to_string(expected) + ", error " + std::to_string(error / tolerance) + " tolerances");
  }
}

int failures() { return failed; }

}  // namespace carousel::test
