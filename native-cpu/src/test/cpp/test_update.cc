#include <limits>

#include "test.h"

namespace carousel::test {
namespace {

// Rules as the block of kernels.h.
struct Rule {
  const char* name;
  std::vector<double> block;
};

constexpr double kClip = kClipByGlobalNorm;
constexpr double kValue = kClipByValue;
constexpr double kDecay = kDecayWeights;

const std::vector<Rule>& rules() {
  static const std::vector<Rule> all = {
      {"sgd", {kSgd, 0, 0, 0, 0, 0}},
      {"momentum", {kMomentum, 0.9, 0, 0, 0, 1, kClip, 1.0}},
      {"rmsprop", {kRmsProp, 0.9, 0, 1e-8, 0, 1, kValue, 0.01}},
      {"adam", {kAdam, 0.9, 0.999, 1e-8, 0, 1, kClip, 1.0}},
      {"adam, no clip in effect", {kAdam, 0.9, 0.999, 1e-8, 0, 1, kClip, 1e9}},
      {"adamw", {kAdamW, 0.9, 0.999, 1e-8, 0.1, 2, kDecay, 0.01, kClip, 0.5}},
      {"a long chain", {kSgd, 0, 0, 0, 0, 4, kValue, 0.02, kDecay, 0.1, kClip, 0.3, kClip, 0.2}},
  };
  return all;
}

// The same in double precision, one formula after the other.
struct Exact {
  std::vector<double> w, g, m, v;

  double norm() const {
    double sum = 0.0;
    for (double x : g) {
      sum += x * x;
    }
    return std::sqrt(sum);
  }

  void transform(double kind, double number) {
    const double factor = kind == kClip && norm() > number ? number / norm() : 1.0;
    for (size_t i = 0; i < g.size(); ++i) {
      if (kind == kClip) {
        g[i] *= factor;
      } else if (kind == kValue) {
        g[i] = std::fmin(std::fmax(g[i], -number), number);
      } else {
        g[i] += number * w[i];
      }
    }
  }

  void optimize(const std::vector<double>& rule, double rate, int number) {
    const double beta1 = rule[kBeta1];
    const double beta2 = rule[kBeta2];
    const double c1 = 1 - std::pow(beta1, number + 1);
    const double c2 = 1 - std::pow(beta2, number + 1);
    for (size_t i = 0; i < w.size(); ++i) {
      switch (static_cast<int>(rule[kOptimizer])) {
        case kSgd:
          w[i] -= rate * g[i];
          break;
        case kMomentum:
          m[i] = beta1 * m[i] + g[i];
          w[i] -= rate * m[i];
          break;
        case kRmsProp:
          m[i] = beta1 * m[i] + (1 - beta1) * g[i] * g[i];
          w[i] -= rate * g[i] / (std::sqrt(m[i]) + rule[kEpsilon]);
          break;
        default:
          w[i] -= rule[kOptimizer] == kAdamW ? rate * rule[kWeightDecay] * w[i] : 0.0;
          m[i] = beta1 * m[i] + (1 - beta1) * g[i];
          v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
          w[i] -= rate * (m[i] / c1) / (std::sqrt(v[i] / c2) + rule[kEpsilon]);
      }
    }
  }
};

Doubles sumsWith(double pending) {
  Doubles sums(kSumsSize);
  sums[kPending] = pending;
  sums[kFirstBadUpdate] = -1.0;
  return sums;
}

Doubles blockOf(const Rule& rule) {
  Doubles block(rule.block.size());
  for (size_t i = 0; i < block.size(); ++i) {
    block[i] = rule.block[i];
  }
  return block;
}

// Five updates on the kernel and in double precision.
Results train(const Rule& rule, size_t count) {
  const double rate = 0.01;
  const double pending = 7.0;
  const Doubles block = blockOf(rule);
  Doubles sums = sumsWith(pending);
  Floats w = numbers(count, 1.0f, 1);
  Floats m(count);
  Floats v(count);
  Exact exact;
  exact.w.assign(w.data(), w.data() + count);
  exact.m.assign(count, 0.0);
  exact.v.assign(count, 0.0);
  for (int number = 0; number < 5; ++number) {
    Floats g = numbers(count, 1.0f, static_cast<uint32_t>(100 + number));
    exact.g.assign(g.data(), g.data() + count);
    for (double& x : exact.g) {
      x /= pending;
    }
    sums[kPending] = pending;
    const int answer = kernels().update(static_cast<int64_t>(count), w.data(), g.data(), m.data(),
                                        v.data(), block.data(), rate, number, sums.data());
    check(answer == kUpdated && sums[kPending] == 0.0, rule.name);
    close(sums[kGradientNorm], exact.norm(), 1e-9, "gradient norm");
    for (int i = 0; i < static_cast<int>(rule.block[kTransforms]); ++i) {
      const size_t at = static_cast<size_t>(kFirstTransform + 2 * i);
      exact.transform(rule.block[at], rule.block[at + 1]);
    }
    exact.optimize(rule.block, rate, number);
    for (size_t i = 0; i < count; ++i) {
      check(g[i] == 0.0f, "the gradient sums are zero again");
    }
  }
  for (size_t i = 0; i < count; ++i) {
    // An update moves a weight by about the rate, which float32 knows to 1e-6 of itself; weights
    // are rounded to 6e-8 at each.
    close(w[i], exact.w[i], 1e-6, rule.name);
    close(m[i], exact.m[i], 1e-6, "first moment");
    close(v[i], exact.v[i], 1e-6, "second moment");
  }
  Results all;
  all.add(w);
  all.add(m);
  all.add(v);
  all.add(sums);
  return all;
}

// Nothing may have changed but what is said.
void testRefusal(const char* what, float gradient, double loss, double pending, double bad,
                 double expectedBad, int expectedAnswer) {
  at(what, {});
  const Doubles block = blockOf(rules()[3]);
  Doubles sums = sumsWith(pending);
  sums[kLoss] = loss;
  sums[kFirstBadUpdate] = bad;
  Floats w = numbers(100, 1.0f, 1);
  Floats g = numbers(100, 1.0f, 2);
  Floats m(100);
  Floats v(100);
  g[70] = gradient;
  const Floats before(w);
  const Floats sumsBefore(g);
  const int answer = kernels().update(100, w.data(), g.data(), m.data(), v.data(), block.data(),
                                      0.1, 41, sums.data());
  check(answer == expectedAnswer, "answer");
  check(sums[kFirstBadUpdate] == expectedBad, "first bad update");
  check(sums[kPending] == pending, "pending stays");
  for (size_t i = 0; i < 100; ++i) {
    check(w[i] == before[i] && m[i] == 0.0f && v[i] == 0.0f, "weights and moments stay");
    check(i == 70 || g[i] == sumsBefore[i], "gradient sums stay");
  }
}

void testUnknownRules() {
  at("unknown rules", {});
  Doubles sums = sumsWith(1.0);
  Floats w(1);
  for (const std::vector<double>& block :
       {std::vector<double>{5, 0, 0, 0, 0, 0}, std::vector<double>{kSgd, 0, 0, 0, 0, 17},
        std::vector<double>{kSgd, 0, 0, 0, 0, 1, 3, 1.0}, std::vector<double>{-1, 0, 0, 0, 0, 0},
        std::vector<double>{0.5, 0, 0, 0, 0, 0},
        std::vector<double>{kSgd, 0, 0, 0, 0, 1, 0.5, 1.0}}) {
    const Doubles rule = blockOf({"unknown", block});
    check(kernels().update(1, w.data(), w.data(), nullptr, nullptr, rule.data(), 0.1, 0,
                           sums.data()) == kUnknownRule,
          "refused");
  }
}

// A moment that nothing feeds ends at 0, not at numbers that are slow to compute with.
void testFlush() {
  at("moments that fade", {});
  const Doubles block = blockOf({"adam", {kAdam, 0.9, 0.5, 1e-8, 0, 0}});
  Doubles sums = sumsWith(1.0);
  Floats w(40);
  Floats g(40);
  Floats m = numbers(40, 1.0f, 1);
  Floats v(m);
  for (int number = 0; number < 1000; ++number) {
    sums[kPending] = 1.0;
    kernels().update(40, w.data(), g.data(), m.data(), v.data(), block.data(), 0.0, number,
                     sums.data());
  }
  for (size_t i = 0; i < 40; ++i) {
    check(m[i] == 0.0f && v[i] == 0.0f, "zero");
  }
}

}  // namespace

void testUpdate() {
  const float infinity = std::numeric_limits<float>::infinity();
  for (const Rule& rule : rules()) {
    for (int count : {1, 3, 5, 13, 64, 127, 30011}) {
      at(rule.name, {count});
      onTeams([&] { return train(rule, static_cast<size_t>(count)); });
    }
  }
  testRefusal("infinite gradient", infinity, 1.0, 3.0, -1.0, 41.0, kNotFinite);
  testRefusal("NaN gradient", std::nanf(""), 1.0, 3.0, -1.0, 41.0, kNotFinite);
  testRefusal("infinite loss", 1.0f, static_cast<double>(infinity), 3.0, -1.0, 41.0, kNotFinite);
  testRefusal("nothing pending", 1.0f, 1.0, 0.0, -1.0, -1.0, kUnchanged);
  testRefusal("failed before", 1.0f, 1.0, 3.0, 7.0, 7.0, kUnchanged);
  testUnknownRules();
  testFlush();
}

}  // namespace carousel::test
