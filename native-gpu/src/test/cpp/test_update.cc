#include <limits>

#include "test.h"

namespace carousel::test {
namespace {

// As in update.cu.
enum { kOptimizer, kBeta1, kBeta2, kEpsilon, kWeightDecay, kTransforms, kFirstTransform };
enum { kSgd, kMomentum, kRmsProp, kAdam, kAdamW };
constexpr double kClip = 0;
constexpr double kValue = 1;
constexpr double kDecay = 2;
constexpr size_t kStateBytes = 256;

struct Rule {
  const char* name;
  Doubles block;

  int links() const { return static_cast<int>(block[kTransforms]); }
  double kind(int link) const { return block[static_cast<size_t>(kFirstTransform + 2 * link)]; }
  double number(int link) const {
    return block[static_cast<size_t>(kFirstTransform + 2 * link + 1)];
  }
};

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

const Rule& adam() { return rules()[3]; }

// Everything an update touches.
struct Model {
  Floats w, g, m, v;
  Doubles sums = {0.0, 0.0, 0.0, 0.0, -1.0};
  Doubles scaling;  // empty: no loss scale
  RunNumbers numbers = {0.01, 0, 0, 0};

  Model(size_t count, float gradients)
      : w(test::numbers(count, 1.0f, 1)),
        g(test::numbers(count, gradients, 2)),
        m(count),
        v(count) {}
};

// The launches of an update, as update.cu has them.
void update(const Rule& rule, Model& model) {
  const long long count = static_cast<long long>(model.w.size());
  const int moments = rule.block[kOptimizer] == kSgd ? 0 : rule.block[kOptimizer] < kAdam ? 1 : 2;
  std::vector<char> room(kStateBytes, '\x7f');
  void* state = room.data();
  Doubles partials(static_cast<size_t>(grid.blocks), std::numeric_limits<double>::quiet_NaN());
  const double* block = rule.block.data();
  double* scaling = model.scaling.empty() ? nullptr : model.scaling.data();
  launch("updateSquares", count, model.w.data(), model.g.data(), 0, state, partials.data());
  launchAs("updateBegin", 1, 64, grid.blocks, partials.data(), block, &model.numbers,
           model.sums.data(), scaling, state);
  for (int link = 1; link < rule.links(); ++link) {
    if (rule.kind(link) == kClip) {
      launch("updateSquares", count, model.w.data(), model.g.data(), link, state, partials.data());
      launchAs("updateClip", 1, 64, grid.blocks, partials.data(), block, link, state);
    }
  }
  float* first = moments > 0 ? model.m.data() : nullptr;
  float* second = moments > 1 ? model.v.data() : nullptr;
  launch("updateApply", count, model.w.data(), model.g.data(), first, second, state);
}

// The same in double precision, one formula after the other.
struct Exact {
  Doubles w, g, m, v;

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

  void optimize(const Doubles& rule, double rate, int number) {
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

// Three updates by the kernels and in double precision; with a loss scale where it is not 0.
Results train(const Rule& rule, size_t count, double scale) {
  const double pending = 7.0;
  Model model(count, 1.0f);
  Exact exact;
  exact.w.assign(model.w.begin(), model.w.end());
  exact.m.assign(count, 0.0);
  exact.v.assign(count, 0.0);
  for (int number = 0; number < 3; ++number) {
    model.g = test::numbers(count, 1.0f, static_cast<uint32_t>(100 + number));
    exact.g.assign(model.g.begin(), model.g.end());
    for (size_t i = 0; i < count; ++i) {
      exact.g[i] /= pending;
      model.g[i] *= scale == 0.0 ? 1.0f : static_cast<float>(scale);
    }
    model.scaling = scale == 0.0 ? Doubles() : Doubles{scale, static_cast<double>(number), 3.0};
    model.sums[kPending] = pending;
    model.numbers.update = number;
    update(rule, model);
    check(model.sums[kPending] == 0.0 && model.sums[kFirstBadUpdate] == -1.0, rule.name);
    check(scale == 0.0 || model.scaling == Doubles{scale, number + 1.0, 3.0},
          "a good update counts");
    close(model.sums[kGradientNorm], exact.norm(), 1e-9, "gradient norm");
    for (int link = 0; link < rule.links(); ++link) {
      exact.transform(rule.kind(link), rule.number(link));
    }
    exact.optimize(rule.block, model.numbers.learningRate, number);
    check(model.g == Floats(count), "the gradient sums are zero again");
  }
  for (size_t i = 0; i < count; ++i) {
    // An update moves a weight by about the rate, which float32 knows to 1e-6 of itself; weights
    // are rounded to 6e-8 at each.
    close(model.w[i], exact.w[i], 1e-6, rule.name);
    close(model.m[i], exact.m[i], 1e-6, "first moment");
    close(model.v[i], exact.v[i], 1e-6, "second moment");
  }
  return Results().add(model.w).add(model.m).add(model.v).add(model.sums);
}

// What stands in a model before an update that must not happen.
struct Bad {
  const char* what;
  float gradient;
  double loss;
  double pending;
  double firstBadUpdate;
  Doubles scaling;
};

Model modelOf(const Bad& bad) {
  Model model(100, 1.0f);
  model.g[70] = bad.gradient;
  model.sums = {bad.loss, 5.0, bad.pending, 3.0, bad.firstBadUpdate};
  model.scaling = bad.scaling;
  model.numbers.update = 41;
  return model;
}

void checkModels(const Model& model, const Model& before) {
  check(model.w == before.w && model.m == before.m && model.v == before.v,
        "weights and moments stay");
}

// Nothing may change but the sums, which are as expected.
void testRefusal(const Bad& bad, double expectedBad) {
  at(bad.what, {});
  onGridsAlike([&] {
    const Model before = modelOf(bad);
    Model model = before;
    update(adam(), model);
    checkModels(model, before);
    for (size_t i = 0; i < model.g.size(); ++i) {
      check(i == 70 || model.g[i] == before.g[i], "gradient sums stay");
    }
    check(model.sums[kFirstBadUpdate] == expectedBad, "first bad update");
    check(model.sums[kPending] == bad.pending && model.sums[kCount] == 5.0, "pending stays");
    check(model.scaling == bad.scaling, "the loss scale stays");
    return Results().add(model.w).add(model.sums);
  });
}

// The sums are dropped and the scale becomes another.
void testDrop(const Bad& bad, double expectedScale) {
  at(bad.what, {});
  onGridsAlike([&] {
    const Model before = modelOf(bad);
    Model model = before;
    update(adam(), model);
    checkModels(model, before);
    check(model.g == Floats(model.g.size()), "gradient sums are dropped");
    check(model.sums == Doubles{bad.loss, 5.0, 0.0, 3.0, -1.0}, "only pending changes");
    check(model.scaling == Doubles{expectedScale, 0.0, bad.scaling[2] + 1.0},
          "the scale is halved");
    return Results().add(model.w).add(model.sums);
  });
}

void testGrowth(double scale, double good, double expectedScale, double expectedGood) {
  at("growth", {static_cast<long>(scale), static_cast<long>(good)});
  grid = {1, 32, 0};
  Model model(10, 1.0f);
  model.sums[kPending] = 1.0;
  model.scaling = {scale, good, 3.0};
  update(adam(), model);
  check(model.scaling == Doubles{expectedScale, expectedGood, 3.0}, "scale and good updates");
}

void testFaults() {
  const double inf = std::numeric_limits<double>::infinity();
  const float infinity = std::numeric_limits<float>::infinity();
  const float nan = std::nanf("");
  testRefusal({"infinite gradient", infinity, 1.0, 3.0, -1.0, {}}, 41.0);
  testRefusal({"NaN gradient", nan, 1.0, 3.0, -1.0, {}}, 41.0);
  testRefusal({"infinite loss", 1.0f, inf, 3.0, -1.0, {}}, 41.0);
  testRefusal({"nothing pending", 1.0f, 1.0, 0.0, -1.0, {}}, -1.0);
  testRefusal({"failed before", 1.0f, 1.0, 3.0, 7.0, {}}, 7.0);
  testRefusal({"infinite at the least scale", infinity, 1.0, 3.0, -1.0, {0x1p-16, 6.0, 3.0}}, 41.0);
  testRefusal({"infinite loss, scaled", infinity, inf, 3.0, -1.0, {8.0, 6.0, 3.0}}, 41.0);
  testRefusal({"failed before, scaled", infinity, 1.0, 3.0, 7.0, {8.0, 6.0, 3.0}}, 7.0);
  testRefusal({"nothing pending, scaled", infinity, 1.0, 0.0, -1.0, {8.0, 6.0, 3.0}}, -1.0);
  testDrop({"infinite, scaled", infinity, 1.0, 3.0, -1.0, {8.0, 6.0, 3.0}}, 4.0);
  testDrop({"NaN, scaled", nan, 1.0, 3.0, -1.0, {2.0, 1999.0, 3.0}}, 1.0);
  testDrop({"infinite, not scaled yet", infinity, 1.0, 3.0, -1.0, {1.0, 6.0, 3.0}}, 0.5);
  testDrop({"infinite, nearly the least", infinity, 1.0, 3.0, -1.0, {0x1p-15, 6.0, 3.0}}, 0x1p-16);
}

// The host knows all rules, so this stands for a host of another build.
void testUnknown() {
  at("unknown rules", {});
  grid = {1, 32, 0};
  for (const Rule& rule :
       {Rule{"optimizer", {5, 0, 0, 0, 0, 0}}, Rule{"transform", {kSgd, 0, 0, 0, 0, 1, 3, 1.0}}}) {
    Model model(2, 1.0f);
    model.sums[kPending] = 1.0;
    update(rule, model);
    check(std::isnan(model.w[0]) && std::isnan(model.w[1]), rule.name);
  }
}

}  // namespace

void testUpdate() {
  testUnknown();
  for (const Rule& rule : rules()) {
    for (int count : {1, 64, 1003}) {
      at(rule.name, {count});
      onGrids([&] { return train(rule, static_cast<size_t>(count), 0.0); });
      onGrids([&] { return train(rule, static_cast<size_t>(count), 4096.0); });
    }
  }
  testFaults();
  testGrowth(8.0, 1998.0, 8.0, 1999.0);
  testGrowth(8.0, 1999.0, 16.0, 0.0);
  testGrowth(16777216.0, 1999.0, 16777216.0, 0.0);
}

}  // namespace carousel::test
