// A small harness: numbers to compute with, checks that say what was compared, and launches in
// several grids and orders of threads that must agree.
#ifndef CAROUSEL_TEST_H
#define CAROUSEL_TEST_H

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <vector>

#include "common.cuh"
#include "launch.h"

namespace carousel::test {

// Plain arrays on the heap: AddressSanitizer sees who touches what is beside them.
using Floats = std::vector<float>;
using Doubles = std::vector<double>;
using Ints = std::vector<int>;
using Shorts = std::vector<unsigned short>;

// The odd sizes of every test: parts of a warp, whole ones, and a row of several pieces.
constexpr int kSizes[] = {1, 3, 5, 13, 32, 40, 300};

// T steps of N sequences of rows of C numbers.
struct Shape {
  int steps;
  int sequences;
  int width;

  size_t rows() const { return static_cast<size_t>(steps) * static_cast<size_t>(sequences); }
  size_t size() const { return rows() * static_cast<size_t>(width); }
  // Whether a row is before the end of its sequence.
  bool valid(size_t row, const Ints& lengths) const {
    const size_t n = static_cast<size_t>(sequences);
    return static_cast<int>(row / n) < lengths[row % n];
  }
};

// Shapes of this width: one row, and many.
std::vector<Shape> shapes(int width);

// Numbers in (-scale, scale), the same ones in every run.
Floats numbers(size_t size, float scale, uint32_t seed);
// Whole numbers in 0 to bound - 1.
Ints wholes(size_t size, int bound, uint32_t seed);
// Lengths 0 to steps; steps, 0 and 1 among them where there is room.
Ints lengthsOf(const Shape& shape, uint32_t seed);
// NaN in all rows past the lengths: nobody may read them.
void poisonPast(const Shape& shape, const Ints& lengths, Floats& x);
// What outputs hold before a kernel writes them.
Floats unwritten(size_t size);

// Says where the next checks are.
void at(const char* test, std::initializer_list<long> shape);
void check(bool holds, const char* what);
// |actual - expected| <= tolerance * max(1, |expected|).
void close(double actual, double expected, double tolerance, const char* what);
// The same for a sum in float32 of numbers whose magnitudes have this sum.
void closeSum(double actual, double expected, double magnitudes, const char* what);
int failures();

// How the next launches run.
struct Grid {
  int blocks;
  int threads;
  int order;
};
extern Grid grid;

void launchPointers(const char* kernel, int blocks, int threads, const char* signature,
                    void** arguments);

// Launches with a grid of its own.
template <class... A>
void launchAs(const char* kernel, int blocks, int threads, A... arguments) {
  const char signature[] = {emulated::Letter<A>::value..., '\0'};
  void* pointers[] = {&arguments...};
  launchPointers(kernel, blocks, threads, signature, pointers);
}

// Launches on the present grid.
template <class... A>
void launch(const char* kernel, A... arguments) {
  launchAs(kernel, grid.blocks, grid.threads, arguments...);
}

// A sink for results, compared bit by bit.
class Results {
 public:
  template <class T>
  Results& add(const std::vector<T>& array) {
    const unsigned char* from = reinterpret_cast<const unsigned char*>(array.data());
    bytes_.insert(bytes_.end(), from, from + array.size() * sizeof(T));
    return *this;
  }

  bool operator==(const Results& other) const { return bytes_ == other.bytes_; }

 private:
  std::vector<unsigned char> bytes_;
};

// The grids that every kernel runs on.
constexpr Grid kGrids[] = {{1, 32, 0}, {3, 64, 0}, {2, 256, 0}};
// Up, down, and a random one.
constexpr int kOrders = 3;

// Calls run(), which answers Results, on all grids. In all orders of threads they must agree.
template <class Run>
void onGrids(const Run& run) {
  for (const Grid& each : kGrids) {
    grid = each;
    const Results first = run();
    for (int order = 1; order < kOrders; ++order) {
      grid.order = order;
      check(run() == first, "the same bits in every order of threads");
    }
  }
}

// The same for kernels whose results do not depend on the grid either.
template <class Run>
void onGridsAlike(const Run& run) {
  grid = kGrids[0];
  const Results first = run();
  onGrids([&] {
    const Results next = run();
    check(next == first, "the same bits on every grid");
    return next;
  });
}

}  // namespace carousel::test

#endif
