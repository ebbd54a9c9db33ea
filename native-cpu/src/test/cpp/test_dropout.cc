#include "test.h"

namespace carousel::test {
namespace {

// Philox4x32-10 as the paper writes it.
void philox(uint32_t c[4], uint32_t k0, uint32_t k1) {
  for (int round = 0; round < 10; ++round) {
    const uint64_t p0 = static_cast<uint64_t>(0xD2511F53) * c[0];
    const uint64_t p1 = static_cast<uint64_t>(0xCD9E8D57) * c[2];
    const uint32_t next[] = {static_cast<uint32_t>(p1 >> 32) ^ c[1] ^ k0, static_cast<uint32_t>(p1),
                             static_cast<uint32_t>(p0 >> 32) ^ c[3] ^ k1,
                             static_cast<uint32_t>(p0)};
    for (int i = 0; i < 4; ++i) {
      c[i] = next[i];
    }
    k0 += 0x9E3779B9;
    k1 += 0xBB67AE85;
  }
}

constexpr uint64_t kSeed = 0x123456789ABCDEF0;
constexpr int kLayer = 70001;
constexpr uint64_t kRunNumber = 0x00009ABC12345678;

float uniform(size_t element) {
  const uint64_t number = element / 4;
  uint32_t c[] = {static_cast<uint32_t>(number), static_cast<uint32_t>(kRunNumber),
                  3u << 24 | static_cast<uint32_t>(kLayer),
                  static_cast<uint32_t>(kRunNumber >> 32) << 16 |
                      (static_cast<uint32_t>(number >> 32) & 0xFFFFu)};
  philox(c, static_cast<uint32_t>(kSeed), static_cast<uint32_t>(kSeed >> 32));
  return static_cast<float>(c[element % 4] >> 8) * 0x1p-24f;
}

float kept(double probability, size_t element, float x) {
  const float scale = static_cast<float>(1.0 / (1.0 - probability));
  return uniform(element) >= static_cast<float>(probability) ? x * scale : 0.0f;
}

void testShape(int steps, int sequences, int width, double probability) {
  at("dropout", {steps, sequences, width});
  const Ints lengths = lengthsOf(sequences, steps, 1);
  const Floats x = numbers(static_cast<size_t>(steps * sequences * width), 1.0f, 2);
  onTeams([&] {
    Floats y(x);
    kernels().dropout(steps, sequences, width, lengths.data(), probability,
                      static_cast<int64_t>(kSeed), kLayer, static_cast<int64_t>(kRunNumber),
                      y.data(), y.data());
    for (size_t i = 0; i < y.size(); ++i) {
      const size_t row = i / static_cast<size_t>(width);
      const bool valid =
          static_cast<int>(row) / sequences < lengths[row % static_cast<size_t>(sequences)];
      check(y[i] == (valid ? kept(probability, i, x[i]) : 0.0f), "y");
    }
    Results all;
    all.add(y);
    return all;
  });
}

void testPacked(int n, int width, double probability) {
  at("dropoutRows", {n, width});
  const int ld = width + 1;
  const Ints index = wholes(static_cast<size_t>(n), 1000, 1);
  const Floats x = numbers(static_cast<size_t>(n * ld), 1.0f, 2);
  onTeams([&] {
    Floats y(x.size());
    kernels().dropoutRows(n, width, index.data(), probability, static_cast<int64_t>(kSeed), kLayer,
                          static_cast<int64_t>(kRunNumber), x.data(), ld, y.data(), ld);
    for (int i = 0; i < n; ++i) {
      for (int k = 0; k < width; ++k) {
        const size_t at = static_cast<size_t>(i * ld + k);
        const size_t element = static_cast<size_t>(index[static_cast<size_t>(i)] * width + k);
        check(y[at] == kept(probability, element, x[at]), "y");
      }
    }
    Results all;
    all.add(y);
    return all;
  });
}

}  // namespace

void testDropout() {
  at("philox", {});
  uint32_t zero[] = {0, 0, 0, 0};
  philox(zero, 0, 0);
  // The known answer of the Random123 distribution.
  check(zero[0] == 0x6627e8d5 && zero[1] == 0xe169c58d && zero[2] == 0xbc57ac4c &&
            zero[3] == 0x9b00dbd8,
        "the generator that is compared with");
  for (int width : kSizes) {
    testShape(1, 1, width, 0.5);
    testShape(7, 5, width, 0.25);
    testShape(11, 32, width, 0.9);
    testPacked(13, width, 0.3);
    // A number that is drawn, of an element that is in the first row: it is kept.
    const Ints first = wholes(1, 1000, 1);
    testPacked(13, width, static_cast<double>(uniform(static_cast<size_t>(first[0] * width))));
  }
  testShape(3, 2, 5, 0.0);
}

}  // namespace carousel::test
