// The kernels as static native methods of io.carousel.cpu.CpuKernels, one line each: addresses
// become pointers. The included header is made by javac -h, so that the compiler compares the
// signatures.
#include <cstdio>

#include "io_carousel_cpu_CpuKernels.h"
#include "kernels.h"

namespace {

using carousel::Activation;
using carousel::kernels;
using carousel::NumberLoss;
using carousel::Pooling;

float* floats(jlong address) { return reinterpret_cast<float*>(address); }
int32_t* ints(jlong address) { return reinterpret_cast<int32_t*>(address); }
double* doubles(jlong address) { return reinterpret_cast<double*>(address); }
void* bytes(jlong address) { return reinterpret_cast<void*>(address); }

// Whether a code from Java is one of 0 to count - 1; throws in Java if not. The classes make no
// other codes, but they may have met the library of another build.
bool known(JNIEnv* env, const char* what, jint code, int count) {
  if (code >= 0 && code < count) {
    return true;
  }
  char text[200];
  snprintf(text, sizeof(text),
           "%s must be a code that the native kernels know, 0 to %d, %s=%d; use "
           "carousel-native-cpu's classes and native library of one build",
           what, count - 1, what, static_cast<int>(code));
  env->ThrowNew(env->FindClass("java/lang/IllegalArgumentException"), text);
  return false;
}

bool knownActivation(JNIEnv* env, jint code) {
  return known(env, "activation", code, carousel::kActivations);
}

bool knownPooling(JNIEnv* env, jint code) {
  return known(env, "pooling", code, carousel::kPoolings);
}

}  // namespace

// A native method: its name, its result, and its parameters.
#define NATIVE(result, name, ...) \
  extern "C" JNIEXPORT result JNICALL Java_io_carousel_cpu_CpuKernels_##name(__VA_ARGS__)

NATIVE(jint, levels, JNIEnv*, jclass) { return carousel::kLevels; }

NATIVE(jstring, levelName, JNIEnv* env, jclass, jint level) {
  return env->NewStringUTF(carousel::levelName(level));
}

NATIVE(jboolean, supports, JNIEnv*, jclass, jint level) { return carousel::supports(level); }

NATIVE(jint, level, JNIEnv*, jclass) { return carousel::level(); }

NATIVE(void, use, JNIEnv*, jclass, jint level) { carousel::use(level); }

NATIVE(jint, threads, JNIEnv*, jclass, jint setting) { return carousel::threads(setting); }

NATIVE(jint, teamBound, JNIEnv*, jclass) { return carousel::teamBound(); }

NATIVE(jint, mostThreads, JNIEnv*, jclass) { return carousel::mostThreads(); }

NATIVE(jint, team, JNIEnv*, jclass, jint count) { return carousel::team(count); }

NATIVE(jlong, map, JNIEnv*, jclass, jlong size) { return carousel::mapPages(size); }

NATIVE(void, unmap, JNIEnv*, jclass, jlong address, jlong size) {
  carousel::unmapPages(bytes(address), size);
}

NATIVE(void, trim, JNIEnv*, jclass) { carousel::trimHeap(); }

NATIVE(jlong, address, JNIEnv* env, jclass, jobject buffer) {
  return reinterpret_cast<jlong>(env->GetDirectBufferAddress(buffer));
}

NATIVE(void, lstmForward, JNIEnv*, jclass, jint n, jint hidden, jlong gates, jlong bias,
       jlong cPrevious, jint ldcPrevious, jlong c, jint ldc, jlong h, jint ldh) {
  kernels().lstmForward(n, hidden, floats(gates), floats(bias), floats(cPrevious), ldcPrevious,
                        floats(c), ldc, floats(h), ldh);
}

NATIVE(void, lstmBackward, JNIEnv*, jclass, jint n, jint hidden, jlong gates, jlong c, jint ldc,
       jlong cPrevious, jint ldcPrevious, jlong dh, jint lddh, jlong dc, jint lddc,
       jlong dcPrevious, jint lddcPrevious, jlong dgates) {
  kernels().lstmBackward(n, hidden, floats(gates), floats(c), ldc, floats(cPrevious), ldcPrevious,
                         floats(dh), lddh, floats(dc), lddc, floats(dcPrevious), lddcPrevious,
                         floats(dgates));
}

NATIVE(void, gruForward, JNIEnv*, jclass, jint n, jint hidden, jlong gx, jlong gh, jlong bias,
       jlong recurrentBias, jlong hPrevious, jint ldhPrevious, jlong h, jint ldh) {
  kernels().gruForward(n, hidden, floats(gx), floats(gh), floats(bias), floats(recurrentBias),
                       floats(hPrevious), ldhPrevious, floats(h), ldh);
}

NATIVE(void, gruBackward, JNIEnv*, jclass, jint n, jint hidden, jlong gx, jlong gh, jlong hPrevious,
       jint ldhPrevious, jlong dh, jint lddh, jlong dgx, jlong dgh, jlong dhPrevious,
       jint lddhPrevious) {
  kernels().gruBackward(n, hidden, floats(gx), floats(gh), floats(hPrevious), ldhPrevious,
                        floats(dh), lddh, floats(dgx), floats(dgh), floats(dhPrevious),
                        lddhPrevious);
}

NATIVE(void, rnnForward, JNIEnv* env, jclass, jint activation, jint n, jint hidden, jlong a,
       jint lda, jlong bias, jlong h, jint ldh) {
  if (knownActivation(env, activation)) {
    kernels().rnnForward(static_cast<Activation>(activation), n, hidden, floats(a), lda,
                         floats(bias), floats(h), ldh);
  }
}

NATIVE(void, rnnBackward, JNIEnv* env, jclass, jint activation, jint n, jint hidden, jlong h,
       jint ldh, jlong dh, jint lddh, jlong da, jint ldda) {
  if (knownActivation(env, activation)) {
    kernels().rnnBackward(static_cast<Activation>(activation), n, hidden, floats(h), ldh,
                          floats(dh), lddh, floats(da), ldda);
  }
}

NATIVE(void, gatherRows, JNIEnv*, jclass, jint n, jint width, jlong index, jlong from, jint ldFrom,
       jlong to, jint ldTo) {
  kernels().gatherRows(n, width, ints(index), floats(from), ldFrom, floats(to), ldTo);
}

NATIVE(void, scatterRows, JNIEnv*, jclass, jint n, jint width, jlong index, jlong from, jint ldFrom,
       jlong to, jint ldTo) {
  kernels().scatterRows(n, width, ints(index), floats(from), ldFrom, floats(to), ldTo);
}

NATIVE(void, scatterAddRows, JNIEnv*, jclass, jint n, jint width, jlong index, jlong from,
       jint ldFrom, jlong to, jint ldTo) {
  kernels().scatterAddRows(n, width, ints(index), floats(from), ldFrom, floats(to), ldTo);
}

NATIVE(void, addRows, JNIEnv*, jclass, jint n, jint width, jlong from, jint ldFrom, jlong to,
       jint ldTo) {
  kernels().addRows(n, width, floats(from), ldFrom, floats(to), ldTo);
}

NATIVE(void, add, JNIEnv*, jclass, jlong count, jlong from, jlong to) {
  kernels().add(count, floats(from), floats(to));
}

NATIVE(void, transpose, JNIEnv*, jclass, jint rows, jint columns, jlong from, jint ldFrom, jlong to,
       jint ldTo) {
  kernels().transpose(rows, columns, floats(from), ldFrom, floats(to), ldTo);
}

NATIVE(void, transposeAdd, JNIEnv*, jclass, jint rows, jint columns, jlong from, jint ldFrom,
       jlong to, jint ldTo) {
  kernels().transposeAdd(rows, columns, floats(from), ldFrom, floats(to), ldTo);
}

NATIVE(void, zeroPast, JNIEnv*, jclass, jint steps, jint sequences, jint width, jlong lengths,
       jlong x) {
  kernels().zeroPast(steps, sequences, width, ints(lengths), floats(x));
}

NATIVE(void, zero, JNIEnv*, jclass, jlong bytes, jlong to) { kernels().zero(bytes, ::bytes(to)); }

NATIVE(void, copy, JNIEnv*, jclass, jlong bytes, jlong from, jlong to) {
  kernels().copy(bytes, ::bytes(from), ::bytes(to));
}

NATIVE(void, columnSumsAdd, JNIEnv*, jclass, jint n, jint width, jlong a, jint lda, jlong sums) {
  kernels().columnSumsAdd(n, width, floats(a), lda, floats(sums));
}

NATIVE(jlong, embeddingForward, JNIEnv*, jclass, jint steps, jint sequences, jint width,
       jint vocabulary, jlong tokens, jlong lengths, jlong weights, jlong y) {
  return kernels().embeddingForward(steps, sequences, width, vocabulary, ints(tokens),
                                    ints(lengths), floats(weights), floats(y));
}

NATIVE(void, embeddingBackward, JNIEnv*, jclass, jint steps, jint sequences, jint width,
       jint vocabulary, jlong tokens, jlong lengths, jlong dy, jlong dWeights) {
  kernels().embeddingBackward(steps, sequences, width, vocabulary, ints(tokens), ints(lengths),
                              floats(dy), floats(dWeights));
}

NATIVE(void, denseForward, JNIEnv* env, jclass, jint activation, jint n, jint width, jlong bias,
       jlong y, jint ldy) {
  if (knownActivation(env, activation)) {
    kernels().denseForward(static_cast<Activation>(activation), n, width, floats(bias), floats(y),
                           ldy);
  }
}

NATIVE(void, denseBackward, JNIEnv* env, jclass, jint activation, jint n, jint width, jlong y,
       jint ldy, jlong dy, jint lddy) {
  if (knownActivation(env, activation)) {
    kernels().denseBackward(static_cast<Activation>(activation), n, width, floats(y), ldy,
                            floats(dy), lddy);
  }
}

NATIVE(void, poolForward, JNIEnv* env, jclass, jint pooling, jint steps, jint sequences, jint width,
       jint columnsAtLastStep, jlong lengths, jlong x, jlong y, jlong argument) {
  if (knownPooling(env, pooling)) {
    kernels().poolForward(static_cast<Pooling>(pooling), steps, sequences, width, columnsAtLastStep,
                          ints(lengths), floats(x), floats(y), ints(argument));
  }
}

NATIVE(void, poolBackward, JNIEnv* env, jclass, jint pooling, jint steps, jint sequences,
       jint width, jint columnsAtLastStep, jlong lengths, jlong dy, jlong argument, jlong dx) {
  if (knownPooling(env, pooling)) {
    kernels().poolBackward(static_cast<Pooling>(pooling), steps, sequences, width,
                           columnsAtLastStep, ints(lengths), floats(dy), ints(argument),
                           floats(dx));
  }
}

NATIVE(void, numberLoss, JNIEnv* env, jclass, jint loss, jint steps, jint sequences, jint width,
       jlong lengths, jlong y, jlong targets, jlong dy, jlong sums) {
  if (known(env, "loss", loss, carousel::kNumberLosses)) {
    kernels().numberLoss(static_cast<NumberLoss>(loss), steps, sequences, width, ints(lengths),
                         floats(y), floats(targets), floats(dy), doubles(sums));
  }
}

NATIVE(jlong, classLoss, JNIEnv*, jclass, jint steps, jint sequences, jint width, jlong lengths,
       jlong y, jlong classes, jlong dy, jlong sums) {
  return kernels().classLoss(steps, sequences, width, ints(lengths), floats(y), ints(classes),
                             floats(dy), doubles(sums));
}

NATIVE(void, dropout, JNIEnv*, jclass, jint steps, jint sequences, jint width, jlong lengths,
       jdouble probability, jlong seed, jint layer, jlong run, jlong x, jlong y) {
  kernels().dropout(steps, sequences, width, ints(lengths), probability, seed, layer, run,
                    floats(x), floats(y));
}

NATIVE(void, dropoutRows, JNIEnv*, jclass, jint n, jint width, jlong index, jdouble probability,
       jlong seed, jint layer, jlong run, jlong x, jint ldx, jlong y, jint ldy) {
  kernels().dropoutRows(n, width, ints(index), probability, seed, layer, run, floats(x), ldx,
                        floats(y), ldy);
}

NATIVE(jlong, multiplyAdd, JNIEnv*, jclass, jlong rounds, jint parts, jfloat factor, jfloat summand,
       jlong sums) {
  return kernels().multiplyAdd(rounds, parts, factor, summand, floats(sums));
}

NATIVE(jint, update, JNIEnv*, jclass, jlong count, jlong weights, jlong gradients, jlong first,
       jlong second, jlong rule, jdouble learningRate, jlong number, jlong sums) {
  return kernels().update(count, floats(weights), floats(gradients), floats(first), floats(second),
                          doubles(rule), learningRate, number, doubles(sums));
}
