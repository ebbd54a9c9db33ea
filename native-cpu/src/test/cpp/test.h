// A small harness: arrays that notice who reads past them, checks that say what was compared, and
// runs on 1, 2 and 4 threads that must agree in every bit.
#ifndef CAROUSEL_TEST_H
#define CAROUSEL_TEST_H

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <vector>

#include "kernels.h"

namespace carousel::test {

// The odd sizes of every test.
constexpr int kSizes[] = {1, 3, 5, 13, 64, 127};

// Memory of `bytes`; with CAROUSEL_TEST_GUARD=1 it ends at a page that nobody may touch, which
// notices what vectorized code reads and writes. Else malloc, which AddressSanitizer watches.
void* allocate(size_t bytes);
void release(void* memory, size_t bytes);

template <class T>
class Array {
 public:
  explicit Array(size_t size) : size_(size), data_(static_cast<T*>(allocate(size * sizeof(T)))) {
    for (size_t i = 0; i < size; ++i) {
      data_[i] = T();
    }
  }

  Array(const Array& other) : Array(other.size_) {
    for (size_t i = 0; i < size_; ++i) {
      data_[i] = other.data_[i];
    }
  }

  Array& operator=(const Array&) = delete;

  ~Array() { release(data_, size_ * sizeof(T)); }

  T& operator[](size_t i) { return data_[i]; }
  const T& operator[](size_t i) const { return data_[i]; }
  T* data() { return data_; }
  const T* data() const { return data_; }
  size_t size() const { return size_; }

 private:
  size_t size_;
  T* data_;
};

using Floats = Array<float>;
using Doubles = Array<double>;
using Ints = Array<int32_t>;

// Numbers in (-scale, scale), the same ones in every run.
Floats numbers(size_t size, float scale, uint32_t seed);
// Whole numbers in 0 to bound - 1.
Ints wholes(size_t size, int bound, uint32_t seed);
// Lengths 0 to steps, both ends among them where there is room.
Ints lengthsOf(int sequences, int steps, uint32_t seed);

// n rows of some width with a gap behind each. Arrays of one test get gaps that differ, so that it
// notices who takes one distance for another.
class Rows {
 public:
  Rows(int n, int width, int gap) : Rows(n, width, gap, 0.0f, 1) {}
  Rows(int n, int width, int gap, float scale, uint32_t seed)
      : ld(width + gap), width(width), all(numbers(static_cast<size_t>(n * ld), scale, seed)) {}

  float* data() { return all.data(); }
  const float* data() const { return all.data(); }
  float operator()(int row, int j) const { return all[static_cast<size_t>(row * ld + j)]; }
  double number(int row, int j) const { return static_cast<double>((*this)(row, j)); }

  // Whether what lies between the rows is what lies there in other rows of this shape.
  bool sameGaps(const Rows& other) const {
    for (size_t p = 0; p < all.size(); ++p) {
      const bool gap = static_cast<int>(p) % ld >= width;
      if (gap && all[p] != other.all[p]) {
        return false;
      }
    }
    return true;
  }

  const int ld;
  const int width;
  Floats all;
};

// Says where the next checks are.
void at(const char* test, std::initializer_list<long> shape);
void check(bool holds, const char* what);
// |actual - expected| <= tolerance * max(1, |expected|).
void close(double actual, double expected, double tolerance, const char* what);
int failures();

// A sink for results, compared bit by bit between thread counts.
class Results {
 public:
  template <class T>
  void add(const Array<T>& array) {
    const unsigned char* from = reinterpret_cast<const unsigned char*>(array.data());
    bytes_.insert(bytes_.end(), from, from + array.size() * sizeof(T));
  }

  bool operator==(const Results& other) const { return bytes_ == other.bytes_; }

 private:
  std::vector<unsigned char> bytes_;
};

// Calls run(), which answers Results, on 1, 2 and 4 threads.
template <class Run>
void onTeams(const Run& run) {
  threads(1);
  const Results one = run();
  for (int team : {2, 4}) {
    threads(team);
    check(run() == one, team == 2 ? "the same bits on 2 threads" : "the same bits on 4 threads");
  }
  threads(1);
}

inline double sigmoidOf(double a) { return 1 / (1 + std::exp(-a)); }

}  // namespace carousel::test

#endif
