#include "test.h"

namespace carousel::test {
namespace {

constexpr int kVocabulary = 11;

void testShape(int steps, int sequences, int width) {
  at("embedding", {steps, sequences, width});
  const size_t positions = static_cast<size_t>(steps * sequences);
  const size_t columns = static_cast<size_t>(width);
  Ints tokens = wholes(positions, kVocabulary, 1);
  const Ints lengths = lengthsOf(sequences, steps, 2);
  const auto valid = [&](size_t p) {
    const size_t n = static_cast<size_t>(sequences);
    return static_cast<int>(p / n) < lengths[p % n];
  };
  // What stands past a length is never looked at, be it a token or not.
  for (size_t p = 0; p < positions; ++p) {
    tokens[p] = valid(p) || p % 2 == 0 ? tokens[p] : 1000000;
  }
  const Floats weights = numbers(kVocabulary * columns, 1.0f, 3);
  const Floats dy = numbers(positions * columns, 1.0f, 4);
  const Floats before = numbers(kVocabulary * columns, 1.0f, 5);
  onTeams([&] {
    Floats y = numbers(positions * columns, 1.0f, 6);
    Floats dWeights(before);
    const int64_t bad =
        kernels().embeddingForward(steps, sequences, width, kVocabulary, tokens.data(),
                                   lengths.data(), weights.data(), y.data());
    kernels().embeddingBackward(steps, sequences, width, kVocabulary, tokens.data(), lengths.data(),
                                dy.data(), dWeights.data());
    check(bad == -1, "no bad token");
    Floats expected(before);
    for (size_t i = 0; i < y.size(); ++i) {
      const size_t p = i / columns;
      const size_t row = static_cast<size_t>(tokens[p]) * columns + i % columns;
      check(y[i] == (valid(p) ? weights[row] : 0.0f), "y");
      if (valid(p)) {
        expected[row] += dy[i];
      }
    }
    for (size_t i = 0; i < dWeights.size(); ++i) {
      check(dWeights[i] == expected[i], "the gradient in the order of the positions");
    }
    Results all;
    all.add(y);
    all.add(dWeights);
    return all;
  });
}

void testBadTokens() {
  at("bad tokens", {});
  Ints tokens(4);
  Ints lengths(2);
  lengths[0] = lengths[1] = 2;
  tokens[1] = 1;
  tokens[2] = 2;
  tokens[3] = -1;
  const Floats weights = numbers(2, 1.0f, 1);
  Floats y = numbers(4, 1.0f, 2);
  Floats dWeights(2);
  const int64_t bad = kernels().embeddingForward(2, 2, 1, 2, tokens.data(), lengths.data(),
                                                 weights.data(), y.data());
  check(bad == 2, "the first bad position is told");
  check(y[1] == weights[1] && y[2] == 0.0f && y[3] == 0.0f, "a bad token has a zero row");
  for (size_t i = 0; i < 4; ++i) {
    y[i] = 1.0f;
  }
  kernels().embeddingBackward(2, 2, 1, 2, tokens.data(), lengths.data(), y.data(), dWeights.data());
  check(dWeights[0] == 1.0f && dWeights[1] == 1.0f, "a bad token has no gradient");
}

}  // namespace

void testEmbedding() {
  for (int width : kSizes) {
    testShape(1, 1, width);
    testShape(7, 5, width);
    testShape(33, 32, width);
  }
  testBadTokens();
}

}  // namespace carousel::test
