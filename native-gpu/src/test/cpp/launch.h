// All kernels by name, called as cuLaunchKernel calls them: by an array of pointers to arguments.
#ifndef CAROUSEL_LAUNCH_H
#define CAROUSEL_LAUNCH_H

#include <functional>
#include <map>
#include <string>

namespace carousel::emulated {

struct Kernel {
  // A letter per parameter: p pointer, i int, l long long, f float.
  std::string signature;
  std::function<void(void**)> call;
};

const std::map<std::string, Kernel>& kernels();

// The letter of an argument's type; anything else does not compile.
template <class T>
struct Letter;
template <class T>
struct Letter<T*> {
  static constexpr char value = 'p';
};
template <>
struct Letter<int> {
  static constexpr char value = 'i';
};
template <>
struct Letter<long long> {
  static constexpr char value = 'l';
};
template <>
struct Letter<float> {
  static constexpr char value = 'f';
};

}  // namespace carousel::emulated

#endif
