#include "test.h"

namespace carousel::test {
namespace {

void testZeroPast(const Shape& s) {
  at("zeroPast", {s.steps, s.sequences, s.width});
  const Ints lengths = lengthsOf(s, 1);
  const Floats before = numbers(s.size(), 1.0f, 2);
  Floats given(before);
  poisonPast(s, lengths, given);
  onGridsAlike([&] {
    Floats x(given);
    launch("zeroPast", s.steps, s.sequences, s.width, lengths.data(), x.data());
    for (size_t i = 0; i < x.size(); ++i) {
      const bool valid = s.valid(i / static_cast<size_t>(s.width), lengths);
      check(x[i] == (valid ? before[i] : 0.0f), "x");
    }
    return Results().add(x);
  });
}

void testTurn(const Shape& s, bool ragged) {
  at("turnRows", {s.steps, s.sequences, s.width, ragged});
  const Ints lengths = ragged ? lengthsOf(s, 1) : Ints(static_cast<size_t>(s.sequences), s.steps);
  Floats from = numbers(s.size(), 1.0f, 2);
  poisonPast(s, lengths, from);
  onGridsAlike([&] {
    Floats to = unwritten(s.size());
    launch("turnRows", s.steps, s.sequences, s.width, ragged ? lengths.data() : nullptr,
           from.data(), to.data());
    for (int t = 0; t < s.steps; ++t) {
      for (int n = 0; n < s.sequences; ++n) {
        const int length = lengths[static_cast<size_t>(n)];
        for (int k = 0; k < s.width; ++k) {
          const auto place = [&](int step) {
            return (static_cast<size_t>(step) * s.sequences + n) * s.width + k;
          };
          check(to[place(t)] == (t < length ? from[place(length - 1 - t)] : 0.0f), "turned");
        }
      }
    }
    return Results().add(to);
  });
}

// Shapes are [directions, sequences, width] here.
bool empty(const Shape& s, const Ints& lengths, size_t i) {
  const size_t row = i / static_cast<size_t>(s.width);
  return lengths[row % static_cast<size_t>(s.sequences)] == 0;
}

void testStates(const Shape& s, bool cell) {
  at("states", {s.steps, s.sequences, s.width, cell});
  const Ints lengths = lengthsOf({9, s.sequences, 1}, 1);
  const Floats h = numbers(s.size(), 1.0f, 2);
  const Floats c = numbers(s.size(), 1.0f, 3);
  const Floats hBefore = numbers(s.size(), 1.0f, 4);
  const Floats cBefore = numbers(s.size(), 1.0f, 5);
  const float* cFrom = cell ? c.data() : nullptr;
  onGridsAlike([&] {
    Floats hMasked = unwritten(s.size());
    Floats cMasked(cBefore);
    Floats hKept(hBefore);
    Floats cKept(cBefore);
    launch("maskStates", s.steps, s.sequences, s.width, lengths.data(), h.data(), hMasked.data(),
           cFrom, cell ? cMasked.data() : nullptr);
    launch("keepStates", s.steps, s.sequences, s.width, lengths.data(), h.data(), hKept.data(),
           cFrom, cell ? cKept.data() : nullptr);
    for (size_t i = 0; i < s.size(); ++i) {
      const bool none = empty(s, lengths, i);
      check(hMasked[i] == (none ? 0.0f : h[i]), "h masked");
      check(cMasked[i] == (!cell ? cBefore[i] : none ? 0.0f : c[i]), "c masked");
      check(hKept[i] == (none ? h[i] : hBefore[i]), "h kept");
      check(cKept[i] == (none && cell ? c[i] : cBefore[i]), "c kept");
    }
    return Results().add(hMasked).add(cMasked).add(hKept).add(cKept);
  });
}

}  // namespace

void testRows() {
  for (int width : kSizes) {
    for (const Shape& s : shapes(width)) {
      testZeroPast(s);
      testTurn(s, false);
      testTurn(s, true);
      testStates({1, s.sequences, width}, true);
      testStates({2, s.sequences, width}, false);
      testStates({2, s.sequences, width}, true);
    }
  }
}

}  // namespace carousel::test
