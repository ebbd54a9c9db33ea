#include <algorithm>
#include <map>

#include "test.h"

namespace carousel::test {
namespace {

// A batch of tokens.
struct Case {
  Shape shape;
  int vocabulary;
  Ints tokens;
  Ints lengths;

  bool counts(size_t p) const {
    return shape.valid(p, lengths) && tokens[p] >= 0 && tokens[p] < vocabulary;
  }
};

Case caseOf(const Shape& s, int vocabulary, uint32_t seed) {
  Case made = {s, vocabulary, wholes(s.rows(), vocabulary, seed), lengthsOf(s, seed + 1)};
  for (size_t p = 0; p < s.rows(); ++p) {
    if (!s.valid(p, made.lengths)) {
      made.tokens[p] = 1000000000;  // never looked at
    }
  }
  return made;
}

// The launches of a sort; answers keys and order.
std::pair<Ints, Ints> sorted(const Case& c, int threads) {
  const int positions = static_cast<int>(c.shape.rows());
  const int blocks = (positions + threads - 1) / threads;
  Ints keys[] = {Ints(c.shape.rows(), -7), Ints(c.shape.rows(), -7)};
  Ints order[] = {keys[0], keys[0]};
  Ints counts(256 * static_cast<size_t>(blocks), -7);
  launch("embeddingKeys", positions, c.shape.sequences, c.vocabulary, c.tokens.data(),
         c.lengths.data(), keys[0].data(), order[0].data());
  int from = 0;
  for (int shift = 0; shift < 32 && c.vocabulary >> shift > 0; shift += 8) {
    launchAs("embeddingCount", blocks, threads, positions, shift, keys[from].data(), counts.data());
    launchAs("embeddingScan", 1, threads, 256 * blocks, counts.data());
    launchAs("embeddingPlace", blocks, threads, positions, shift, keys[from].data(),
             order[from].data(), counts.data(), keys[1 - from].data(), order[1 - from].data());
    from = 1 - from;
  }
  return {keys[from], order[from]};
}

// A stable sort of the positions by what they are sorted by.
std::pair<Ints, Ints> expectedOrder(const Case& c) {
  Ints order(c.shape.rows());
  for (size_t p = 0; p < order.size(); ++p) {
    order[p] = static_cast<int>(p);
  }
  const auto key = [&](int p) {
    const size_t at = static_cast<size_t>(p);
    return c.counts(at) ? c.tokens[at] : c.vocabulary;
  };
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return key(a) < key(b); });
  Ints keys(order.size());
  std::transform(order.begin(), order.end(), keys.begin(), key);
  return {keys, order};
}

void testSort(const Case& c) {
  at("embedding's sort", {c.shape.steps, c.shape.sequences, c.vocabulary});
  for (int threads : {256, 512, 1024}) {
    for (int order = 0; order < kOrders; ++order) {
      grid = {3, 64, order};
      check(sorted(c, threads) == expectedOrder(c), "by token, then by position");
    }
  }
}

void testForward(const Case& c) {
  const Shape& s = c.shape;
  at("embeddingForward", {s.steps, s.sequences, s.width, c.vocabulary});
  const size_t width = static_cast<size_t>(s.width);
  const Floats weights = numbers(static_cast<size_t>(c.vocabulary) * width, 1.0f, 3);
  onGridsAlike([&] {
    Floats y = unwritten(s.size());
    launch("embeddingForward", s.steps, s.sequences, s.width, c.vocabulary, c.tokens.data(),
           c.lengths.data(), weights.data(), y.data());
    for (size_t i = 0; i < y.size(); ++i) {
      const size_t p = i / width;
      const float expected =
          c.counts(p) ? weights[static_cast<size_t>(c.tokens[p]) * width + i % width] : 0.0f;
      check(y[i] == expected, "y");
    }
    return Results().add(y);
  });
}

void testBackward(const Case& c) {
  const Shape& s = c.shape;
  at("embedding's gradient", {s.steps, s.sequences, s.width, c.vocabulary});
  const int positions = static_cast<int>(s.rows());
  const size_t width = static_cast<size_t>(s.width);
  const size_t size = static_cast<size_t>(c.vocabulary) * width;
  Floats dy = numbers(s.size(), 1.0f, 4);
  const Floats before = numbers(size, 1.0f, 5);
  Doubles expected(before.begin(), before.end());
  Doubles magnitudes(size, 1.0);
  for (size_t i = 0; i < s.size(); ++i) {
    const size_t p = i / width;
    if (c.counts(p)) {
      const size_t to = static_cast<size_t>(c.tokens[p]) * width + i % width;
      expected[to] += static_cast<double>(dy[i]);
      magnitudes[to] += std::fabs(static_cast<double>(dy[i]));
    } else {
      dy[i] = std::nanf("");
    }
  }
  const std::pair<Ints, Ints> sorted = expectedOrder(c);
  const int* keys = sorted.first.data();
  const int* order = sorted.second.data();
  onGridsAlike([&] {
    Floats gradient(before);
    const size_t runs = (s.rows() + 31) / 32;
    Floats heads = unwritten(runs * width);
    Floats tails = unwritten(runs * width);
    launch("embeddingReduce", positions, s.width, c.vocabulary, keys, order, dy.data(),
           gradient.data(), heads.data(), tails.data());
    launch("embeddingCombine", positions, s.width, c.vocabulary, keys, heads.data(), tails.data(),
           gradient.data());
    for (size_t i = 0; i < size; ++i) {
      closeSum(gradient[i], expected[i], magnitudes[i], "gradient");
    }
    return Results().add(gradient);
  });
}

void testCase(const Case& c) {
  testForward(c);
  testBackward(c);
}

// Every token at once, all the same, and such that do not exist.
void testOddTokens() {
  const Shape s = {40, 16, 33};
  Case all = caseOf(s, 3, 1);
  all.lengths.assign(16, 40);
  std::fill(all.tokens.begin(), all.tokens.end(), 1);
  testSort(all);
  testCase(all);
  for (size_t p = 0; p < all.tokens.size(); ++p) {
    all.tokens[p] = p % 3 == 0 ? -1 : p % 3 == 1 ? 3 : static_cast<int>(p / 100 % 3);
  }
  testSort(all);
  testCase(all);
  std::fill(all.lengths.begin(), all.lengths.end(), 0);
  testSort(all);
  testCase(all);
}

// Runs of tokens that begin and end at, before and behind the borders of what a warp adds up.
void testBorders() {
  for (int each : {31, 32, 33, 64, 65, 100}) {
    const Shape s = {320, 1, 2};
    Case c = caseOf(s, 20, 1);
    for (size_t p = 0; p < c.tokens.size(); ++p) {
      c.tokens[p] = static_cast<int>(p) / each;
    }
    c.lengths[0] = 319;
    testCase(c);
  }
}

}  // namespace

void testEmbedding() {
  for (int vocabulary : {1, 255, 256, 70000}) {
    testSort(caseOf({3, 2, 1}, vocabulary, 1));
    testSort(caseOf({90, 30, 1}, vocabulary, 2));
  }
  for (int width : kSizes) {
    for (const Shape& s : shapes(width)) {
      testCase(caseOf(s, 11, 1));
    }
  }
  testCase(caseOf({31, 32, 40}, 2, 3));
  testOddTokens();
  testBorders();
}

}  // namespace carousel::test
