#include <algorithm>
#include <cstdio>
#include <limits>
#include <string>

#include "fibres.h"
#include "test.h"

namespace carousel::test {

Grid grid = kGrids[0];

namespace {

std::string place;
int failed = 0;

void fail(const std::string& message) {
  if (++failed <= 20) {
    std::fprintf(stderr, "native-gpu: FAILED %s: %s (blocks=%d, threads=%d, order=%d)\n",
                 place.c_str(), message.c_str(), grid.blocks, grid.threads, grid.order);
  }
}

uint32_t next(uint32_t& state) {
  state = state * 1664525u + 1013904223u;
  return state >> 8;
}

}  // namespace

std::vector<Shape> shapes(int width) { return {{1, 1, width}, {7, 5, width}}; }

Floats numbers(size_t size, float scale, uint32_t seed) {
  Floats made(size);
  uint32_t state = seed * 2654435761u + 1u;
  for (float& x : made) {
    x = (static_cast<float>(next(state)) * 0x1p-23f - 1.0f) * scale;
  }
  return made;
}

Ints wholes(size_t size, int bound, uint32_t seed) {
  Ints made(size);
  uint32_t state = seed * 2654435761u + 7u;
  for (int& x : made) {
    x = static_cast<int>(next(state) % static_cast<uint32_t>(bound));
  }
  return made;
}

Ints lengthsOf(const Shape& shape, uint32_t seed) {
  Ints made = wholes(static_cast<size_t>(shape.sequences), shape.steps + 1, seed);
  made[0] = shape.steps;
  if (shape.sequences > 2) {
    made[1] = 0;
    made[2] = std::min(1, shape.steps);
  }
  return made;
}

void poisonPast(const Shape& shape, const Ints& lengths, Floats& x) {
  const size_t width = static_cast<size_t>(shape.width);
  for (size_t i = 0; i < x.size(); ++i) {
    if (!shape.valid(i / width, lengths)) {
      x[i] = std::numeric_limits<float>::quiet_NaN();
    }
  }
}

Floats unwritten(size_t size) { return Floats(size, std::numeric_limits<float>::quiet_NaN()); }

void at(const char* test, std::initializer_list<long> shape) {
  place = std::string(test) + ", shape";
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

void closeSum(double actual, double expected, double magnitudes, const char* what) {
  close(actual, expected, 3e-7 * std::fmax(1.0, magnitudes) / std::fmax(1.0, std::fabs(expected)),
        what);
}

int failures() { return failed; }

void launchPointers(const char* kernel, int blocks, int threads, const char* signature,
                    void** arguments) {
  const auto found = emulated::kernels().find(kernel);
  if (found == emulated::kernels().end() || found->second.signature != signature) {
    fail(std::string("no kernel ") + kernel + " with arguments " + signature);
    return;
  }
  try {
    emulated::runGrid(static_cast<unsigned>(blocks), static_cast<unsigned>(threads), grid.order,
                      [&] { found->second.call(arguments); });
  } catch (const emulated::Fault& fault) {
    fail(std::string(kernel) + ": " + fault.what());
  }
}

}  // namespace carousel::test
