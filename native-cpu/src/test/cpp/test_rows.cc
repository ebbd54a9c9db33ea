#include "test.h"

namespace carousel::test {
namespace {

size_t place(int row, int ld, int column) { return static_cast<size_t>(row * ld + column); }

// Row numbers of `rows` in which every third one is -1; without repetition unless asked for.
Ints indices(int n, int rows, bool repeating) {
  Ints index = wholes(static_cast<size_t>(n), rows, 9);
  for (int i = 0; i < n; ++i) {
    if (!repeating) {
      index[static_cast<size_t>(i)] = i * 7 % rows;
    }
    if (i % 3 == 1) {
      index[static_cast<size_t>(i)] = -1;
    }
  }
  return index;
}

void testGatherScatter(int n, int width) {
  at("gather, scatter", {n, width});
  // 7 and this many rows have no common divisor, so that i * 7 % rows does not repeat.
  const int rows = 7 * n + 1;
  const int ldFrom = width + 2;
  const int ldTo = width + 1;
  const Floats from = numbers(place(rows, ldFrom, 0), 1.0f, 1);
  const Ints index = indices(n, rows, false);
  Floats gathered = numbers(place(n, ldTo, 0), 1.0f, 2);
  const Floats before(gathered);
  Floats scattered = numbers(place(rows, ldTo, 0), 1.0f, 3);
  Floats expected(scattered);
  onTeams([&] {
    kernels().gatherRows(n, width, index.data(), from.data(), ldFrom, gathered.data(), ldTo);
    kernels().scatterRows(n, width, index.data(), from.data(), ldFrom, scattered.data(), ldTo);
    Results all;
    all.add(gathered);
    all.add(scattered);
    return all;
  });
  for (int i = 0; i < n; ++i) {
    const int row = index[static_cast<size_t>(i)];
    for (int c = 0; c < ldTo; ++c) {
      const bool moved = row >= 0 && c < width;
      check(gathered[place(i, ldTo, c)] ==
                (moved ? from[place(row, ldFrom, c)] : before[place(i, ldTo, c)]),
            "gathered");
      if (moved) {
        expected[place(row, ldTo, c)] = from[place(i, ldFrom, c)];
      }
    }
  }
  for (size_t i = 0; i < expected.size(); ++i) {
    check(scattered[i] == expected[i], "scattered");
  }
}

void testScatterAdd(int n, int width) {
  at("scatterAdd", {n, width});
  const int rows = 4;
  const Floats from = numbers(place(n, width, 0), 1.0f, 1);
  const Floats before = numbers(place(rows, width + 1, 0), 1.0f, 2);
  const Ints index = indices(n, rows, true);
  onTeams([&] {
    Floats to(before);
    kernels().scatterAddRows(n, width, index.data(), from.data(), width, to.data(), width + 1);
    Floats expected(before);
    for (int i = 0; i < n; ++i) {
      const int row = index[static_cast<size_t>(i)];
      for (int c = 0; c < width && row >= 0; ++c) {
        expected[place(row, width + 1, c)] += from[place(i, width, c)];
      }
    }
    for (size_t i = 0; i < to.size(); ++i) {
      check(to[i] == expected[i], "the sum in the order of the rows");
    }
    Results all;
    all.add(to);
    return all;
  });
}

void testAdd(int n, int width) {
  at("add, addRows, transpose, transposeAdd", {n, width});
  const int ldFrom = n + 3;
  const int ldTo = width + 1;
  const Floats rows = numbers(place(n, ldTo, 0), 1.0f, 1);
  const Floats columns = numbers(place(width, ldFrom, 0), 1.0f, 2);
  const Floats before = numbers(place(n, ldTo, 0), 1.0f, 3);
  onTeams([&] {
    Floats added(before);
    Floats all(before);
    Floats transposed(before);
    Floats turned(before);
    kernels().addRows(n, width, rows.data(), ldTo, added.data(), ldTo);
    kernels().add(static_cast<int64_t>(rows.size()), rows.data(), all.data());
    kernels().transposeAdd(n, width, columns.data(), ldFrom, transposed.data(), ldTo);
    kernels().transpose(n, width, columns.data(), ldFrom, turned.data(), ldTo);
    for (int r = 0; r < n; ++r) {
      for (int c = 0; c < ldTo; ++c) {
        const size_t p = place(r, ldTo, c);
        const bool inside = c < width;
        check(added[p] == before[p] + (inside ? rows[p] : 0.0f), "added");
        check(all[p] == before[p] + rows[p], "all added");
        check(transposed[p] == before[p] + (inside ? columns[place(c, ldFrom, r)] : 0.0f),
              "transposed and added");
        check(turned[p] == (inside ? columns[place(c, ldFrom, r)] : before[p]), "transposed");
      }
    }
    Results results;
    results.add(added);
    results.add(transposed);
    results.add(turned);
    return results;
  });
}

void testZeroPast(int steps, int sequences, int width) {
  at("zeroPast", {steps, sequences, width});
  const Ints lengths = lengthsOf(sequences, steps, 4);
  const Floats before = numbers(static_cast<size_t>(steps * sequences * width), 1.0f, 1);
  onTeams([&] {
    Floats x(before);
    kernels().zeroPast(steps, sequences, width, lengths.data(), x.data());
    for (size_t i = 0; i < x.size(); ++i) {
      const size_t row = i / static_cast<size_t>(width);
      const bool valid =
          static_cast<int>(row) / sequences < lengths[row % static_cast<size_t>(sequences)];
      check(x[i] == (valid ? before[i] : 0.0f), "zero past the length only");
    }
    Results all;
    all.add(x);
    return all;
  });
}

void testBytes(size_t count) {
  at("zero, copy", {static_cast<long>(count)});
  const Floats from = numbers(count, 1.0f, 1);
  onTeams([&] {
    Floats to(count + 1);
    to[count] = 5.0f;
    const int64_t bytes = static_cast<int64_t>(count * sizeof(float));
    kernels().copy(bytes, from.data(), to.data());
    Results all;
    all.add(to);
    for (size_t i = 0; i < count; ++i) {
      check(to[i] == from[i], "copied");
    }
    kernels().zero(bytes, to.data());
    for (size_t i = 0; i < count; ++i) {
      check(to[i] == 0.0f, "zeroed");
    }
    check(to[count] == 5.0f, "no further");
    return all;
  });
}

}  // namespace

void testRows() {
  for (int width : kSizes) {
    for (int n : kSizes) {
      testGatherScatter(n, width);
      testScatterAdd(n, width);
      testAdd(n, width);
    }
    testZeroPast(7, 5, width);
    testZeroPast(1, 1, width);
  }
  testBytes(0);
  testBytes(3);
  testBytes(100003);
}

}  // namespace carousel::test
