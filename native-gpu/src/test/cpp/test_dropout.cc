#include "philox.cuh"
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

constexpr uint64_t kSeed = 0x923456789ABCDEF0;
constexpr int kLayer = 70001;
constexpr uint64_t kRunNumber = 0x00009ABC12345678;

// The words of the element's block, by io.carousel.random.Philox's key and counter.
uint32_t bits(uint64_t element) {
  const uint64_t number = element / 4;
  uint32_t c[] = {static_cast<uint32_t>(number), static_cast<uint32_t>(kRunNumber),
                  3u << 24 | static_cast<uint32_t>(kLayer),
                  static_cast<uint32_t>(kRunNumber >> 32) << 16 |
                      (static_cast<uint32_t>(number >> 32) & 0xFFFFu)};
  philox(c, static_cast<uint32_t>(kSeed), static_cast<uint32_t>(kSeed >> 32));
  return c[element % 4];
}

float kept(float probability, float scale, size_t element, float x) {
  const float uniform = static_cast<float>(bits(element) >> 8) * 0x1p-24f;
  return uniform >= probability ? x * scale : 0.0f;
}

void testShape(const Shape& s, double probability, bool ragged) {
  at("dropout", {s.steps, s.sequences, s.width, ragged});
  const float dropped = static_cast<float>(probability);
  const float scale = static_cast<float>(1.0 / (1.0 - probability));
  const Ints lengths = lengthsOf(s, 1);
  const RunNumbers run = {0.0, 0, static_cast<long long>(kRunNumber),
                          static_cast<long long>(kSeed)};
  Floats x = numbers(s.size(), 1.0f, 2);
  if (ragged) {
    poisonPast(s, lengths, x);
  }
  onGridsAlike([&] {
    Floats y = unwritten(x.size());
    launch("dropout", s.steps, s.sequences, s.width, ragged ? lengths.data() : nullptr, dropped,
           scale, kLayer, &run, x.data(), y.data());
    Floats same(x);
    launch("dropout", s.steps, s.sequences, s.width, ragged ? lengths.data() : nullptr, dropped,
           scale, kLayer, &run, same.data(), same.data());
    for (size_t i = 0; i < y.size(); ++i) {
      const bool valid = !ragged || s.valid(i / static_cast<size_t>(s.width), lengths);
      check(y[i] == (valid ? kept(dropped, scale, i, x[i]) : 0.0f), "y");
      check(same[i] == y[i], "in place");
    }
    return Results().add(y);
  });
}

void testGenerator() {
  at("philox", {});
  uint32_t zero[] = {0, 0, 0, 0};
  philox(zero, 0, 0);
  // The known answer of the Random123 distribution.
  check(zero[0] == 0x6627e8d5 && zero[1] == 0xe169c58d && zero[2] == 0xbc57ac4c &&
            zero[3] == 0x9b00dbd8,
        "the generator that is compared with");
  const PhiloxStream stream =
      philoxStream(static_cast<long long>(kSeed), 3, kLayer, static_cast<long long>(kRunNumber));
  for (uint64_t number : {uint64_t{0}, uint64_t{5}, (uint64_t{7} << 32) + 9}) {
    const PhiloxBlock block = philoxBlock(stream, number);
    for (unsigned word = 0; word < 4; ++word) {
      check(block.words[word] == bits(4 * number + word), "a block of any number");
    }
  }
}

}  // namespace

void testDropout() {
  testGenerator();
  for (int width : kSizes) {
    for (const Shape& s : shapes(width)) {
      testShape(s, 0.5, true);
      testShape(s, 0.9, false);
    }
  }
  testShape({3, 2, 5}, 0.25, true);
  testShape({3, 2, 5}, 0.0, true);
}

}  // namespace carousel::test
