#include "test.h"

namespace carousel::test {
namespace {

// One step of n rows of width `hidden`.
struct Step {
  int n;
  int hidden;
  Floats a;
  Floats bias;
  Rows cPrevious;
  Rows dh;
  Rows dc;

  Step(int n, int hidden)
      : n(n),
        hidden(hidden),
        a(numbers(static_cast<size_t>(4 * n * hidden), 4.0f, 1)),
        bias(numbers(static_cast<size_t>(4 * hidden), 1.0f, 2)),
        cPrevious(n, hidden, 3, 2.0f, 3),
        dh(n, hidden, 4, 1.0f, 4),
        dc(n, hidden, 5, 1.0f, 5) {}

  // A number of a gate before the activation.
  double sum(int row, int gate, int j) const {
    const size_t unit = static_cast<size_t>(gate * hidden + j);
    return static_cast<double>(a[static_cast<size_t>(row * 4 * hidden) + unit]) +
           static_cast<double>(bias[unit]);
  }
};

struct Outcome {
  Floats gates;
  Rows c;
  Rows h;
  Rows dcPrevious;
  Floats dgates;

  explicit Outcome(const Step& s)
      : gates(s.a),
        c(s.n, s.hidden, 1),
        h(s.n, s.hidden, 2),
        dcPrevious(s.n, s.hidden, 6),
        dgates(s.a.size()) {}

  Results results() const {
    Results all;
    all.add(gates);
    all.add(c.all);
    all.add(h.all);
    all.add(dcPrevious.all);
    all.add(dgates);
    return all;
  }
};

void forward(const Step& s, Outcome& o) {
  kernels().lstmForward(s.n, s.hidden, o.gates.data(), s.bias.data(), s.cPrevious.data(),
                        s.cPrevious.ld, o.c.data(), o.c.ld, o.h.data(), o.h.ld);
}

void backward(const Step& s, const Outcome& o, const Rows& dc, Rows& dcPrevious, float* dgates) {
  kernels().lstmBackward(s.n, s.hidden, o.gates.data(), o.c.data(), o.c.ld, s.cPrevious.data(),
                         s.cPrevious.ld, s.dh.data(), s.dh.ld, dc.data(), dc.ld, dcPrevious.data(),
                         dcPrevious.ld, dgates);
}

void run(const Step& s, Outcome& o) {
  forward(s, o);
  backward(s, o, s.dc, o.dcPrevious, o.dgates.data());
}

// dgates over gates, dc' over dc: what it makes is what `o` holds.
void inPlace(const Step& s, const Outcome& o) {
  Outcome again(s);
  Rows dc(s.dc);
  forward(s, again);
  backward(s, again, dc, dc, again.gates.data());
  for (size_t i = 0; i < again.gates.size(); ++i) {
    check(again.gates[i] == o.dgates[i], "dgates in place");
  }
  for (int row = 0; row < s.n; ++row) {
    for (int j = 0; j < s.hidden; ++j) {
      check(dc(row, j) == o.dcPrevious(row, j), "dc' in place");
    }
  }
  check(dc.sameGaps(s.dc), "nothing between rows in place");
}

void compare(const Step& s, const Outcome& o) {
  const double tolerance = 2e-6;
  for (int row = 0; row < s.n; ++row) {
    for (int j = 0; j < s.hidden; ++j) {
      const size_t g0 = static_cast<size_t>(row * 4 * s.hidden + j);
      const size_t width = static_cast<size_t>(s.hidden);
      const double i = sigmoidOf(s.sum(row, 0, j));
      const double f = sigmoidOf(s.sum(row, 1, j));
      const double g = std::tanh(s.sum(row, 2, j));
      const double out = sigmoidOf(s.sum(row, 3, j));
      const double before = s.cPrevious.number(row, j);
      const double c = f * before + i * g;
      const double tanhC = std::tanh(c);
      close(o.c(row, j), c, tolerance, "c");
      close(o.h(row, j), out * tanhC, tolerance, "h");
      const double gates[] = {i, f, g, out};
      const double dh = s.dh.number(row, j);
      const double dc = s.dc.number(row, j) + dh * out * (1 - tanhC * tanhC);
      const double dgates[] = {dc * g * i * (1 - i), dc * before * f * (1 - f),
                               dc * i * (1 - g * g), dh * tanhC * out * (1 - out)};
      for (size_t gate = 0; gate < 4; ++gate) {
        close(o.gates[g0 + gate * width], gates[gate], tolerance, "gate");
        close(o.dgates[g0 + gate * width], dgates[gate], tolerance, "dgate");
      }
      close(o.dcPrevious(row, j), dc * f, tolerance, "dc'");
    }
  }
  const Outcome empty(s);
  check(o.c.sameGaps(empty.c) && o.h.sameGaps(empty.h) && o.dcPrevious.sameGaps(empty.dcPrevious),
        "nothing between rows");
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
      inPlace(s, o);
    }
  }
}

}  // namespace carousel::test
