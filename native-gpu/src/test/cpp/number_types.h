// Numbers of any NumberType, as tests write and read them.
#ifndef CAROUSEL_NUMBER_TYPES_H
#define CAROUSEL_NUMBER_TYPES_H

#include "half.cuh"

namespace carousel::test {

// x as T, which is float or the 16 bits of this type.
template <class T>
T as(int type, float x) {
  if constexpr (sizeof(T) == sizeof(float)) {
    return x;
  } else {
    return narrowed(type, x);
  }
}

// The same back.
template <class T>
float value(int type, T x) {
  if constexpr (sizeof(T) == sizeof(float)) {
    return x;
  } else {
    return widened(type, x);
  }
}

}  // namespace carousel::test

#endif
