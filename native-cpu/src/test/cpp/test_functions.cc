// The elementary functions over all exponents, against double precision.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>

#include "test.h"

namespace carousel::test {
namespace {

using Function = void (*)(int64_t, const float*, float*);

constexpr float kInfinity = std::numeric_limits<float>::infinity();

// Every exponent with both signs and `each` mantissas; 0 and the denormals are the first exponent.
Floats everyExponent(int each) {
  Floats x(static_cast<size_t>(2 * 255 * each));
  uint32_t state = 12345u;
  size_t i = 0;
  for (uint32_t exponent = 0; exponent < 255; ++exponent) {
    for (int k = 0; k < each; ++k) {
      state = state * 1664525u + 1013904223u;
      const uint32_t mantissa = k == 0 ? 0u : k == 1 ? 0x7fffffu : state >> 9;
      const uint32_t bits = exponent << 23 | mantissa;
      std::memcpy(&x[i++], &bits, sizeof bits);
      const uint32_t negative = bits | 0x80000000u;
      std::memcpy(&x[i++], &negative, sizeof negative);
    }
  }
  return x;
}

Floats apply(Function function, const Floats& x) {
  Floats y(x.size());
  onTeams([&] {
    function(static_cast<int64_t>(x.size()), x.data(), y.data());
    Results results;
    results.add(y);
    return results;
  });
  return y;
}

float of(Function function, float x) {
  Floats one(1);
  one[0] = x;
  return apply(function, one)[0];
}

// The distance of y from the exact value in units of the last place of a float32.
double ulps(float y, double exact) {
  const float rounded = static_cast<float>(exact);
  if (std::isinf(rounded) || std::isinf(y)) {
    return y == rounded ? 0.0 : 1e9;
  }
  const double unit =
      std::fmax(std::ldexp(1.0, std::ilogb(std::fmax(exact, 1e-300)) - 23), 0x1p-149);
  return std::fabs(static_cast<double>(y) - exact) / unit;
}

// The distance relative to the exact value; what is below the normal numbers only counts
// absolutely.
double relative(float y, double exact) {
  return std::fabs(static_cast<double>(y) - exact) / std::fmax(std::fabs(exact), 1.2e-38);
}

// The same for sigmoid, which is 0 where e^-x is infinity: it should still be 3e-39 there.
double relativeSigmoid(float y, double exact) {
  return std::fabs(static_cast<double>(y) - exact) / std::fmax(exact, 1e-31);
}

template <class Exact, class Error>
void measure(const char* name, Function function, const Floats& x, double allowed,
             const Exact& exact, const Error& error) {
  at(name, {static_cast<long>(x.size())});
  const Floats y = apply(function, x);
  double worst = 0.0;
  float where = 0.0f;
  for (size_t i = 0; i < x.size(); ++i) {
    const double e = error(y[i], exact(static_cast<double>(x[i])));
    if (!(e <= worst)) {
      worst = e;
      where = x[i];
    }
  }
  if (std::getenv("CAROUSEL_TEST_VERBOSE") != nullptr) {
    std::printf("native-cpu: %s on %s: worst error %.3g at %.9g\n", name, levelName(level()), worst,
                static_cast<double>(where));
  }
  close(worst, 0.0, allowed, "worst error");
  check(std::isnan(of(function, std::nanf(""))), "NaN stays NaN");
}

}  // namespace

void testFunctions() {
  const Floats x = everyExponent(500);
  // Where exp is neither 0 nor infinity the exponents above are sparse.
  const Floats dense = numbers(200000, 105.0f, 1);
  const auto exp = [](double a) { return std::exp(a); };
  const auto tanh = [](double a) { return std::tanh(a); };
  const Kernels& k = kernels();
  measure("exp", k.exp, x, 3.0, exp, ulps);
  measure("exp", k.exp, dense, 3.0, exp, ulps);
  measure("tanh", k.tanh, x, 4e-7, tanh, relative);
  measure("tanh", k.tanh, dense, 4e-7, tanh, relative);
  measure("tanh", k.tanh, numbers(200000, 12.0f, 2), 4e-7, tanh, relative);
  measure("sigmoid", k.sigmoid, x, 4e-7, sigmoidOf, relativeSigmoid);
  measure("sigmoid", k.sigmoid, dense, 4e-7, sigmoidOf, relativeSigmoid);
  const auto softplus = [](double a) {
    return std::fmax(a, 0.0) + std::log1p(std::exp(-std::fabs(a)));
  };
  measure("softplus", k.softplus, x, 4e-7, softplus, relative);
  measure("softplus", k.softplus, dense, 4e-7, softplus, relative);
  at("limits", {});
  check(of(k.exp, kInfinity) == kInfinity && of(k.exp, -kInfinity) == 0.0f, "exp");
  check(of(k.exp, 0.0f) == 1.0f, "exp(0)");
  check(of(k.tanh, kInfinity) == 1.0f && of(k.tanh, -kInfinity) == -1.0f, "tanh");
  check(of(k.tanh, -0.0f) == 0.0f && std::signbit(of(k.tanh, -0.0f)), "tanh(-0)");
  check(of(k.sigmoid, kInfinity) == 1.0f && of(k.sigmoid, -kInfinity) == 0.0f, "sigmoid");
  check(of(k.softplus, kInfinity) == kInfinity && of(k.softplus, -kInfinity) == 0.0f, "softplus");
}

}  // namespace carousel::test
