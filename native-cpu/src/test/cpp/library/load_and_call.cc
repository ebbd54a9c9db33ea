// Loads the library as it is shipped and calls all that it exports, as a JVM would, on every
// instruction set that it finds on this machine. Each kernel must leave what the baseline leaves.
//
//   load-and-call LIBRARY SETS NAMES
//
// SETS is what must be found ("sse2, avx2"), or "any". NAMES is a file of the exported functions:
// one that this program does not call is a failure.
#include <dlfcn.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "io_carousel_cpu_CpuKernels.h"
#include "kernels.h"

namespace {

void* library = nullptr;
std::string instructionSet = "none yet";
std::set<std::string> called;

[[noreturn]] void fail(const std::string& what) {
  std::fprintf(stderr, "native-cpu: FAILED load-and-call, instruction set %s: %s\n",
               instructionSet.c_str(), what.c_str());
  std::exit(1);
}

// All of a JVM that the library asks for: a string is its characters, a buffer its memory.
jstring newString(JNIEnv*, const char* text) {
  return reinterpret_cast<jstring>(const_cast<char*>(text));
}

void* addressOf(JNIEnv*, jobject buffer) { return buffer; }

JNIEnv* environment() {
  static JNINativeInterface_ functions = {};
  static JNIEnv env = {&functions};
  functions.NewStringUTF = newString;
  functions.GetDirectBufferAddress = addressOf;
  return &env;
}

// A native method by its exported name.
template <class Function>
struct Method {
  const char* name;

  template <class... Arguments>
  auto operator()(Arguments... arguments) const {
    called.insert(name);
    Function* found = reinterpret_cast<Function*>(dlsym(library, name));
    if (found == nullptr) {
      fail(std::string("the library has no ") + name);
    }
    return found(environment(), nullptr, arguments...);
  }
};

#define METHOD(name)                                         \
  Method<decltype(Java_io_carousel_cpu_CpuKernels_##name)> { \
    "Java_io_carousel_cpu_CpuKernels_" #name                 \
  }

// A shape with whole vectors of every set and a rest.
constexpr int kSteps = 3;
constexpr int kRows = 5;
constexpr int kWidth = 37;
constexpr int kNumbers = kSteps * kRows * 4 * kWidth;

// What a kernel reads and writes.
struct Memory {
  float a[kNumbers];
  float b[kNumbers];
  float c[kNumbers];
  float d[kNumbers];
  int32_t lengths[kRows] = {3, 0, 1, 2, 3};
  // Rows in reverse, classes or tokens.
  int32_t index[kSteps * kRows];
  int32_t steps[kRows * kWidth] = {};
  double sums[carousel::kSumsSize] = {0, 0, 2, 0, -1};
  double rule[carousel::kFirstTransform + 2] = {
      carousel::kAdamW, 0.9, 0.999, 1e-8, 0.01, 1, carousel::kClipByGlobalNorm, 1};
  int64_t answer = 0;
  // Not compared: a wider set has more numbers in its registers.
  float peak[2] = {};

  Memory() {
    for (int i = 0; i < kNumbers; ++i) {
      a[i] = static_cast<float>(i * 7 % 41 - 20) / 16;
      b[i] = static_cast<float>(i * 5 % 31 - 15) / 16;
      c[i] = static_cast<float>(i * 3 % 23 - 11) / 16;
      d[i] = static_cast<float>(i % 19 + 1) / 32;
    }
    for (int i = 0; i < kSteps * kRows; ++i) {
      index[i] = kSteps * kRows - 1 - i;
    }
  }
};

jlong at(void* memory) { return reinterpret_cast<jlong>(memory); }

using Call = void (*)(Memory&);

#define KERNEL(...) [](Memory& m) { __VA_ARGS__; }

// Every kernel once, those with modes once per mode. a to d are what the comments of kernels.h
// name, in the order of the arguments.
const Call kCalls[] = {
    KERNEL(METHOD(lstmForward)(kRows, kWidth, at(m.a), at(m.b), at(m.c), kWidth, at(m.c), kWidth,
                               at(m.d), kWidth)),
    KERNEL(METHOD(lstmBackward)(kRows, kWidth, at(m.a), at(m.b), kWidth, at(m.c), kWidth, at(m.d),
                                kWidth, at(m.c), kWidth, at(m.c), kWidth, at(m.a))),
    KERNEL(METHOD(gruForward)(kRows, kWidth, at(m.a), at(m.b), at(m.c), at(m.c), at(m.d), kWidth,
                              at(m.d), kWidth)),
    KERNEL(METHOD(gruBackward)(kRows, kWidth, at(m.a), at(m.b), at(m.c), kWidth, at(m.d), kWidth,
                               at(m.a), at(m.b), at(m.d), kWidth)),
    KERNEL(METHOD(rnnForward)(carousel::kTanh, kRows, kWidth, at(m.a), kWidth, at(m.b), at(m.c),
                              kWidth)),
    KERNEL(METHOD(rnnBackward)(carousel::kRelu, kRows, kWidth, at(m.a), kWidth, at(m.b), kWidth,
                               at(m.c), kWidth)),
    KERNEL(METHOD(gatherRows)(kRows, kWidth, at(m.index), at(m.a), kWidth, at(m.b), kWidth)),
    KERNEL(METHOD(scatterRows)(kRows, kWidth, at(m.index), at(m.a), kWidth, at(m.b), kWidth)),
    KERNEL(METHOD(scatterAddRows)(kRows, kWidth, at(m.index), at(m.a), kWidth, at(m.b), kWidth)),
    KERNEL(METHOD(addRows)(kRows, kWidth, at(m.a), kWidth, at(m.b), kWidth)),
    KERNEL(METHOD(add)(kNumbers, at(m.a), at(m.b))),
    KERNEL(METHOD(transpose)(kRows, kWidth, at(m.a), kRows, at(m.b), kWidth)),
    KERNEL(METHOD(transposeAdd)(kRows, kWidth, at(m.a), kRows, at(m.b), kWidth)),
    KERNEL(METHOD(zeroPast)(kSteps, kRows, kWidth, at(m.lengths), at(m.a))),
    KERNEL(METHOD(zero)(sizeof m.a, at(m.a))),
    KERNEL(METHOD(copy)(sizeof m.a, at(m.a), at(m.b))),
    KERNEL(METHOD(columnSumsAdd)(kRows, kWidth, at(m.a), kWidth, at(m.b))),
    KERNEL(m.answer = METHOD(embeddingForward)(kSteps, kRows, kWidth, kSteps* kRows, at(m.index),
                                               at(m.lengths), at(m.a), at(m.b))),
    KERNEL(METHOD(embeddingBackward)(kSteps, kRows, kWidth, kSteps* kRows, at(m.index),
                                     at(m.lengths), at(m.a), at(m.b))),
    KERNEL(METHOD(denseForward)(carousel::kSigmoid, kRows, kWidth, at(m.a), at(m.b), kWidth)),
    KERNEL(METHOD(denseBackward)(carousel::kTanh, kRows, kWidth, at(m.a), kWidth, at(m.b), kWidth)),
    KERNEL(METHOD(poolForward)(carousel::kMean, kSteps, kRows, kWidth, kWidth, at(m.lengths),
                               at(m.a), at(m.b), at(m.steps))),
    KERNEL(METHOD(poolForward)(carousel::kMax, kSteps, kRows, kWidth, kWidth, at(m.lengths),
                               at(m.a), at(m.b), at(m.steps))),
    KERNEL(METHOD(poolBackward)(carousel::kMean, kSteps, kRows, kWidth, kWidth, at(m.lengths),
                                at(m.a), at(m.steps), at(m.b))),
    KERNEL(METHOD(poolBackward)(carousel::kMax, kSteps, kRows, kWidth, kWidth, at(m.lengths),
                                at(m.a), at(m.steps), at(m.b))),
    KERNEL(METHOD(numberLoss)(carousel::kSquared, kSteps, kRows, kWidth, at(m.lengths), at(m.a),
                              at(m.b), at(m.c), at(m.sums))),
    KERNEL(METHOD(numberLoss)(carousel::kAbsolute, kSteps, kRows, kWidth, at(m.lengths), at(m.a),
                              at(m.b), at(m.c), at(m.sums))),
    KERNEL(METHOD(numberLoss)(carousel::kBinary, kSteps, kRows, kWidth, at(m.lengths), at(m.a),
                              at(m.d), at(m.c), at(m.sums))),
    KERNEL(m.answer = METHOD(classLoss)(kSteps, kRows, kWidth, at(m.lengths), at(m.a), at(m.index),
                                        at(m.c), at(m.sums))),
    KERNEL(METHOD(dropout)(kSteps, kRows, kWidth, at(m.lengths), 0.4, 7, 1, 2, at(m.a), at(m.b))),
    KERNEL(METHOD(dropoutRows)(kRows, kWidth, at(m.index), 0.4, 7, 1, 2, at(m.a), kWidth, at(m.b),
                               kWidth)),
    KERNEL(m.answer = METHOD(update)(kNumbers, at(m.a), at(m.b), at(m.c), at(m.d), at(m.rule), 0.1,
                                     1, at(m.sums))),
    KERNEL(METHOD(multiplyAdd)(10, 2, 0.5f, 0.5f, at(m.peak))),
};

bool near(double actual, double expected) {
  return std::fabs(actual - expected) <= 1e-5 * std::fmax(1.0, std::fabs(expected));
}

template <class Number, size_t kSize>
bool near(const Number (&actual)[kSize], const Number (&expected)[kSize]) {
  for (size_t i = 0; i < kSize; ++i) {
    if (!near(static_cast<double>(actual[i]), static_cast<double>(expected[i]))) {
      return false;
    }
  }
  return true;
}

bool near(const Memory& actual, const Memory& expected) {
  return near(actual.a, expected.a) && near(actual.b, expected.b) && near(actual.c, expected.c) &&
         near(actual.d, expected.d) && near(actual.steps, expected.steps) &&
         near(actual.sums, expected.sums) && actual.answer == expected.answer;
}

std::vector<Memory> callAll() {
  std::vector<Memory> left;
  for (const Call call : kCalls) {
    left.emplace_back();
    call(left.back());
  }
  return left;
}

// Calls every kernel on every instruction set of this machine; answers their names.
std::string callSets() {
  std::string names;
  std::vector<Memory> expected;
  const int best = METHOD(level)();
  for (int level = 0; level < METHOD(levels)(); ++level) {
    instructionSet = reinterpret_cast<const char*>(METHOD(levelName)(level));
    if (!METHOD(supports)(level)) {
      continue;
    }
    METHOD(use)(level);
    if (METHOD(level)() != level) {
      fail("a level that is supported must be used");
    }
    const std::vector<Memory> actual = callAll();
    expected = level == 0 ? actual : expected;
    for (size_t i = 0; i < actual.size(); ++i) {
      if (!near(actual[i], expected[i])) {
        fail("call " + std::to_string(i) + " of kCalls must leave what the baseline leaves");
      }
    }
    names += (names.empty() ? "" : ", ") + instructionSet;
    if (best < level) {
      fail("the best level must be in use at first, level=" + std::to_string(best));
    }
  }
  return names;
}

void checkAllCalled(const char* names) {
  std::ifstream file(names);
  int count = 0;
  for (std::string name; file >> name; ++count) {
    if (called.count(name) == 0) {
      fail("every exported function must be called: add a call of " + name);
    }
  }
  if (count == 0) {
    fail(std::string("the library must export functions, names=") + names);
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 4) {
    std::fprintf(stderr, "usage: load-and-call LIBRARY SETS NAMES\n");
    return 2;
  }
  library = dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    fail(dlerror());
  }
  Memory memory;
  if (METHOD(address)(reinterpret_cast<jobject>(&memory)) != at(&memory)) {
    fail("address must answer where a buffer is");
  }
  const jlong pages = METHOD(map)(1 << 20);
  if (pages == 0 || reinterpret_cast<const char*>(pages)[(1 << 20) - 1] != 0) {
    fail("map must answer zeros");
  }
  METHOD(unmap)(pages, 1 << 20);
  METHOD(trim)();
  METHOD(threads)(METHOD(threads)(2));
  if (METHOD(mostThreads)() >= 2 && METHOD(team)(2) != 2) {
    fail("team must answer how many threads there are");
  }
  METHOD(teamBound)();
  const std::string names = callSets();
  const std::string wanted = arguments[2];
  if (wanted != "any" && wanted != names) {
    fail("the machine must have the sets " + wanted + ", found=" + names);
  }
  checkAllCalled(arguments[3]);
  std::printf("native-cpu: loaded the library and called all of it on %s\n", names.c_str());
  return 0;
}
