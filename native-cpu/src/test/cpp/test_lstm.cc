#include "test.h"

namespace carousel::test {
namespace {

// One step of n rows of width `hidden`, with rows of c and h further apart than they are wide.
struct Step {
  int n;
  int hidden;
  int ld;
  Floats a;
  Floats bias;
  Floats cPrevious;
  Floats dh;
  Floats dc;

  Step(int n, int hidden)
      : n(n),
        hidden(hidden),
        ld(hidden + 3),
        a(numbers(static_cast<size_t>(4 * n * hidden), 4.0f, 1)),
        bias(numbers(static_cast<size_t>(4 * hidden), 1.0f, 2)),
        cPrevious(numbers(static_cast<size_t>(n * ld), 2.0f, 3)),
        dh(numbers(static_cast<size_t>(n * ld), 1.0f, 4)),
        dc(numbers(static_cast<size_t>(n * ld), 1.0f, 5)) {}

  // A number of a gate before the activation.
  double sum(int row, int gate, int j) const {
    const size_t unit = static_cast<size_t>(gate * hidden + j);
    return static_cast<double>(a[static_cast<size_t>(row * 4 * hidden) + unit]) +
           static_cast<double>(bias[unit]);
  }
};

struct Outcome {
  Floats gates;
  Floats c;
  Floats h;
  Floats dcPrevious;
  Floats dgates;

  explicit Outcome(const Step& s)
      : gates(s.a), c(s.cPrevious.size()), h(c), dcPrevious(c), dgates(s.a.size()) {}

  Results results() const {
    Results all;
    all.add(gates);
    all.add(c);
    all.add(h);
    all.add(dcPrevious);
    all.add(dgates);
    return all;
  }
};

void run(const Step& s, Outcome& o) {
  const Kernels& k = kernels();
  k.lstmForward(s.n, s.hidden, o.gates.data(), s.bias.data(), s.cPrevious.data(), s.ld, o.c.data(),
                s.ld, o.h.data(), s.ld);
  k.lstmBackward(s.n, s.hidden, o.gates.data(), o.c.data(), s.ld, s.cPrevious.data(), s.ld,
                 s.dh.data(), s.ld, s.dc.data(), s.ld, o.dcPrevious.data(), s.ld, o.dgates.data());
}

// dgates over gates, dc' over dc.
Results inPlace(const Step& s) {
  Outcome o(s);
  Floats dc(s.dc);
  const Kernels& k = kernels();
  k.lstmForward(s.n, s.hidden, o.gates.data(), s.bias.data(), s.cPrevious.data(), s.ld, o.c.data(),
                s.ld, o.h.data(), s.ld);
  k.lstmBackward(s.n, s.hidden, o.gates.data(), o.c.data(), s.ld, s.cPrevious.data(), s.ld,
                 s.dh.data(), s.ld, dc.data(), s.ld, dc.data(), s.ld, o.gates.data());
  Results all;
  for (int row = 0; row < s.n; ++row) {
    for (int j = s.hidden; j < s.ld; ++j) {
      dc[static_cast<size_t>(row * s.ld + j)] = 0.0f;
    }
  }
  all.add(o.gates);
  all.add(dc);
  return all;
}

void compare(const Step& s, const Outcome& o) {
  const double tolerance = 2e-6;
  for (int row = 0; row < s.n; ++row) {
    for (int j = 0; j < s.hidden; ++j) {
      const size_t p = static_cast<size_t>(row * s.ld + j);
      const size_t g0 = static_cast<size_t>(row * 4 * s.hidden + j);
      const size_t width = static_cast<size_t>(s.hidden);
      const double i = sigmoidOf(s.sum(row, 0, j));
      const double f = sigmoidOf(s.sum(row, 1, j));
      const double g = std::tanh(s.sum(row, 2, j));
      const double out = sigmoidOf(s.sum(row, 3, j));
      const double before = static_cast<double>(s.cPrevious[p]);
      const double c = f * before + i * g;
      const double tanhC = std::tanh(c);
      close(o.c[p], c, tolerance, "c");
      close(o.h[p], out * tanhC, tolerance, "h");
      const double gates[] = {i, f, g, out};
      const double dh = static_cast<double>(s.dh[p]);
      const double dc = static_cast<double>(s.dc[p]) + dh * out * (1 - tanhC * tanhC);
      const double dgates[] = {dc * g * i * (1 - i), dc * before * f * (1 - f),
                               dc * i * (1 - g * g), dh * tanhC * out * (1 - out)};
      for (size_t gate = 0; gate < 4; ++gate) {
        close(o.gates[g0 + gate * width], gates[gate], tolerance, "gate");
        close(o.dgates[g0 + gate * width], dgates[gate], tolerance, "dgate");
      }
      close(o.dcPrevious[p], dc * f, tolerance, "dc'");
    }
    for (int j = s.hidden; j < s.ld; ++j) {
      const size_t p = static_cast<size_t>(row * s.ld + j);
      check(o.c[p] == 0.0f && o.h[p] == 0.0f && o.dcPrevious[p] == 0.0f, "nothing between rows");
    }
  }
}

}  // namespace

void testLstm() {
  for (int hidden : kSizes) {
    for (int n : {1, 3, 32}) {
      at("lstm", {n, hidden});
      const Step s(n, hidden);
      Outcome o(s);
      run(s, o);
      compare(s, o);
      onTeams([&] {
        Outcome again(s);
        run(s, again);
        return again.results();
      });
      Results apart;
      apart.add(o.dgates);
      apart.add(o.dcPrevious);
      check(inPlace(s) == apart, "the same bits in place");
    }
  }
}

}  // namespace carousel::test
