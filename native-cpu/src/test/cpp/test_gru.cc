#include "test.h"

namespace carousel::test {
namespace {

struct Step {
  int n;
  int hidden;
  Floats gx;
  Floats gh;
  Floats bias;
  Floats recurrentBias;
  Rows hPrevious;
  Rows dh;

  Step(int n, int hidden)
      : n(n),
        hidden(hidden),
        gx(numbers(static_cast<size_t>(3 * n * hidden), 3.0f, 1)),
        gh(numbers(static_cast<size_t>(3 * n * hidden), 3.0f, 2)),
        bias(numbers(static_cast<size_t>(3 * hidden), 1.0f, 3)),
        recurrentBias(numbers(static_cast<size_t>(hidden), 1.0f, 4)),
        hPrevious(n, hidden, 2, 1.0f, 5),
        dh(n, hidden, 3, 1.0f, 6) {}
};

struct Outcome {
  Floats gx;
  Floats gh;
  Rows h;
  Floats dgx;
  Floats dgh;
  Rows dhPrevious;

  explicit Outcome(const Step& s)
      : gx(s.gx),
        gh(s.gh),
        h(s.n, s.hidden, 1),
        dgx(s.gx.size()),
        dgh(s.gx.size()),
        dhPrevious(s.n, s.hidden, 4) {}

  Results results() const {
    Results all;
    all.add(gx);
    all.add(gh);
    all.add(h.all);
    all.add(dgx);
    all.add(dgh);
    all.add(dhPrevious.all);
    return all;
  }
};

void run(const Step& s, Outcome& o) {
  const Kernels& k = kernels();
  k.gruForward(s.n, s.hidden, o.gx.data(), o.gh.data(), s.bias.data(), s.recurrentBias.data(),
               s.hPrevious.data(), s.hPrevious.ld, o.h.data(), o.h.ld);
  k.gruBackward(s.n, s.hidden, o.gx.data(), o.gh.data(), s.hPrevious.data(), s.hPrevious.ld,
                s.dh.data(), s.dh.ld, o.dgx.data(), o.dgh.data(), o.dhPrevious.data(),
                o.dhPrevious.ld);
}

// dgx over gx, dgh over gh, dh' over dh: what it makes is what `o` holds.
void inPlace(const Step& s, const Outcome& o) {
  Floats dgx(o.gx);
  Floats dgh(o.gh);
  Rows dh(s.dh);
  kernels().gruBackward(s.n, s.hidden, dgx.data(), dgh.data(), s.hPrevious.data(), s.hPrevious.ld,
                        dh.data(), dh.ld, dgx.data(), dgh.data(), dh.data(), dh.ld);
  for (size_t i = 0; i < dgx.size(); ++i) {
    check(dgx[i] == o.dgx[i] && dgh[i] == o.dgh[i], "dgx and dgh in place");
  }
  for (int row = 0; row < s.n; ++row) {
    for (int j = 0; j < s.hidden; ++j) {
      check(dh(row, j) == o.dhPrevious(row, j), "dh' in place");
    }
  }
  check(dh.sameGaps(s.dh), "nothing between rows in place");
}

void compare(const Step& s, const Outcome& o) {
  const double tolerance = 3e-6;
  for (int row = 0; row < s.n; ++row) {
    for (int j = 0; j < s.hidden; ++j) {
      const size_t jr = static_cast<size_t>(j);
      const size_t jz = static_cast<size_t>(s.hidden + j);
      const size_t jn = static_cast<size_t>(2 * s.hidden + j);
      const size_t g = static_cast<size_t>(row * 3 * s.hidden);
      const auto plain = [&](size_t unit) {
        return static_cast<double>(s.gx[g + unit]) + static_cast<double>(s.bias[unit]);
      };
      const double r = sigmoidOf(plain(jr) + static_cast<double>(s.gh[g + jr]));
      const double z = sigmoidOf(plain(jz) + static_cast<double>(s.gh[g + jz]));
      const double q = static_cast<double>(s.gh[g + jn]) + static_cast<double>(s.recurrentBias[jr]);
      const double n = std::tanh(plain(jn) + r * q);
      const double before = s.hPrevious.number(row, j);
      close(o.gx[g + jr], r, tolerance, "r");
      close(o.gx[g + jz], z, tolerance, "z");
      close(o.gx[g + jn], n, tolerance, "n");
      close(o.gh[g + jn], q, tolerance, "q");
      close(o.h(row, j), (1 - z) * n + z * before, tolerance, "h");
      const double dh = s.dh.number(row, j);
      const double dn = dh * (1 - z) * (1 - n * n);
      const double dr = dn * q * r * (1 - r);
      const double dz = dh * (before - n) * z * (1 - z);
      close(o.dgx[g + jr], dr, tolerance, "dr");
      close(o.dgx[g + jz], dz, tolerance, "dz");
      close(o.dgx[g + jn], dn, tolerance, "dn");
      close(o.dgh[g + jr], dr, tolerance, "dr of R");
      close(o.dgh[g + jz], dz, tolerance, "dz of R");
      close(o.dgh[g + jn], dn * r, tolerance, "dq");
      close(o.dhPrevious(row, j), dh * z, tolerance, "dh'");
    }
  }
  const Outcome empty(s);
  check(o.h.sameGaps(empty.h) && o.dhPrevious.sameGaps(empty.dhPrevious), "nothing between rows");
}

}  // namespace

void testGru() {
  for (int hidden : kSizes) {
    for (int n : {1, 3, 32}) {
      at("gru", {n, hidden});
      const Step s(n, hidden);
      Outcome o(s);
      run(s, o);
      compare(s, o);
      inPlace(s, o);
      onTeams([&] {
        Outcome again(s);
        run(s, again);
        return again.results();
      });
    }
  }
}

}  // namespace carousel::test
