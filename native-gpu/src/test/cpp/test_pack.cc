#include "number_types.h"
#include "test.h"

namespace carousel::test {
namespace {

// Pieces in another order than in the flat block, with gaps, one of them empty.
const Ints kTable = {0, 700, 64, 70, 3, 1, 100, 64, 512, 90, 0, 0, 71, 5, 19};
constexpr int kPieces = 5;
constexpr size_t kFlat = 640;
constexpr size_t kPacked = 800;

// Where an element of the weight space comes from, or -1.
std::vector<int> sources() {
  std::vector<int> from(kPacked, -1);
  for (size_t piece = 0; piece < kPieces; ++piece) {
    for (int i = 0; i < kTable[3 * piece + 2]; ++i) {
      from[static_cast<size_t>(kTable[3 * piece + 1] + i)] = kTable[3 * piece] + i;
    }
  }
  return from;
}

template <class T>
void testType(int type) {
  at("pack", {type});
  const std::vector<int> from = sources();
  const Floats flat = numbers(kFlat, 1.0f, 1);
  const Floats more = numbers(kPacked, 1.0f, 2);
  std::vector<T> gradients(kPacked);
  Floats sums(flat);
  for (size_t i = 0; i < kPacked; ++i) {
    gradients[i] = as<T>(type, more[i]);
    if (from[i] >= 0) {
      sums[static_cast<size_t>(from[i])] += value(type, gradients[i]);
    }
  }
  onGridsAlike([&] {
    std::vector<T> packed(kPacked, as<T>(type, 7.0f));
    Floats added(flat);
    launch("packWeights", type, kPieces, kTable.data(), flat.data(), packed.data());
    launch("unpackGradients", type, kPieces, kTable.data(), gradients.data(), added.data());
    for (size_t i = 0; i < kPacked; ++i) {
      const float x = from[i] < 0 ? 7.0f : flat[static_cast<size_t>(from[i])];
      check(packed[i] == as<T>(type, x), "packed");
    }
    check(added == sums, "added");
    return Results().add(packed).add(added);
  });
}

}  // namespace

void testPack() {
  testType<float>(kFloat);
  testType<unsigned short>(kHalf);
  testType<unsigned short>(kBfloat16);
}

}  // namespace carousel::test
