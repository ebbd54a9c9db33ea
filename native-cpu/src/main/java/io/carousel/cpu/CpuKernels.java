package io.carousel.cpu;

import java.nio.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The native kernels, as they stand in {@code src/main/cpp/kernels.h}: what each one computes, and
 * which of its arguments may be the same memory, is said there. Matrices are row-major float32;
 * memory is given by its address, {@code ld} is how many elements lie between two rows. Nothing is
 * checked but that the native side knows a code (an activation, a pooling, a loss), which throws
 * {@link IllegalArgumentException} where it does not; nothing is allocated. No kernel may be called
 * before {@link #load()}.
 *
 * <p>The functions are JNI written by hand ({@code jni.cc}), against the header that {@code javac
 * -h} makes of this class: so the build needs no more than a compiler, can be left out where there
 * is none, and no JavaCPP pointer is ever made.
 */
final class CpuKernels {
  /** The system property that forces an instruction set, one of {@link #instructionSets()}. */
  static final String INSTRUCTION_SET_PROPERTY = "carousel.cpu.instructionSet";

  /** What to do where classes and library do not understand each other. */
  static final String ONE_BUILD =
      "use carousel-native-cpu's classes and native library of one build";

  /** Activations of {@link #rnnForward} and {@link #denseForward}. */
  static final int NONE = 0;

  static final int RELU = 1;
  static final int TANH = 2;
  static final int SIGMOID = 3;

  /** Poolings. */
  static final int LAST = 0;

  static final int MEAN = 1;
  static final int MAX = 2;

  /** Losses of {@link #numberLoss}. */
  static final int SQUARED = 0;

  static final int ABSOLUTE = 1;
  static final int BINARY = 2;

  /**
   * The sums block: doubles loss, count, pending, gradientNorm, firstBadUpdate (-1: none); start it
   * as {@link io.carousel.spi.Sums#ZERO}.
   */
  static final int SUMS_SIZE = 5;

  /**
   * The rule block: doubles optimizer, beta1 (or momentum, or decay of rmsprop), beta2, epsilon,
   * weight decay of adamw, number of transforms, then (transform, number) pairs in chain order.
   */
  static final int RULE_FIRST_TRANSFORM = 6;

  static final int MAX_TRANSFORMS = 16;

  /** Optimizers. */
  static final int SGD = 0;

  static final int MOMENTUM = 1;
  static final int RMSPROP = 2;
  static final int ADAM = 3;
  static final int ADAMW = 4;

  /** Transforms. */
  static final int CLIP_BY_GLOBAL_NORM = 0;

  static final int CLIP_BY_VALUE = 1;
  static final int WEIGHT_DECAY = 2;

  /** What {@link #update} answers. */
  static final int UNKNOWN_RULE = -2;

  static final int NOT_FINITE = -1;
  static final int UNCHANGED = 0;
  static final int UPDATED = 1;

  private CpuKernels() {}

  /**
   * Loads the library and, if the property says so, forces an instruction set.
   *
   * @throws io.carousel.bindings.MissingLibraryException if the library cannot be loaded
   * @throws IllegalArgumentException if there is no such instruction set, or not on this machine
   */
  static void load() {
    CpuLibrary.load();
    String forced = System.getProperty(INSTRUCTION_SET_PROPERTY);
    if (forced != null) {
      instructionSet(forced);
    }
  }

  /** The instruction set in use; at first the best one. */
  static String instructionSet() {
    return levelName(level());
  }

  /** The instruction sets of the library that this machine has, the best one last. */
  static List<String> instructionSets() {
    return instructionSets(true);
  }

  private static List<String> instructionSets(boolean supported) {
    List<String> names = new ArrayList<>();
    for (int level = 0; level < levels(); level++) {
      if (!supported || supports(level)) {
        names.add(levelName(level));
      }
    }
    return names;
  }

  /**
   * Uses another instruction set from now on, in all threads.
   *
   * @throws IllegalArgumentException if there is no such instruction set, or not on this machine
   */
  static void instructionSet(String name) {
    List<String> all = instructionSets(false);
    check(name, all, instructionSets());
    use(all.indexOf(name));
  }

  /**
   * Checks a name for an instruction set.
   *
   * @param all those of the library
   * @param here those that this machine has, the best one last
   */
  static void check(String name, List<String> all, List<String> here) {
    if (!here.contains(name)) {
      String constraint =
          all.contains(name)
              ? "one that this machine has, " + String.join(", ", here)
              : "one of " + String.join(", ", all);
      throw new IllegalArgumentException(
          "the instruction set must be "
              + constraint
              + ", "
              + INSTRUCTION_SET_PROPERTY
              + "="
              + name
              + "; leave the property out for the best one, "
              + here.get(here.size() - 1));
    }
  }

  private static native int levels();

  private static native String levelName(int level);

  private static native boolean supports(int level);

  private static native int level();

  private static native void use(int level);

  /**
   * Sets how many OpenMP threads kernels use that are called from this thread, and forbids OpenMP
   * to take fewer when the machine is busy. Libraries that share libgomp, oneDNN for one, follow
   * the same setting. Whoever needs the number to hold uses {@link CpuTeam}.
   *
   * @param setting a number, or what an earlier call answered
   * @return the former setting: a number, negative where OpenMP was free to take fewer
   */
  static native int threads(int setting);

  /**
   * Zeroed memory of whole pages straight from the system; {@link #unmap} gives it back.
   *
   * @return its address, or 0 where the system has not that much
   */
  static native long map(long bytes);

  /** Gives back what {@link #map} gave. */
  static native void unmap(long address, long bytes);

  /** Gives back to the system what C's heap keeps of freed memory; takes milliseconds. */
  static native void trim();

  /** Which of {@link CpuTeam}'s bounds holds for the next team of this thread. */
  static native int teamBound();

  /** The most threads that team may have; one where OpenMP is not there. Starts nothing. */
  static native int mostThreads();

  /** Starts a team of this many threads, and answers how many there were. */
  static native int team(int count);

  /** The address of a direct buffer's first element, or 0 of any other buffer. */
  static native long address(Buffer buffer);

  static native void lstmForward(
      int n,
      int hidden,
      long gates,
      long bias,
      long cPrevious,
      int ldcPrevious,
      long c,
      int ldc,
      long h,
      int ldh);

  static native void lstmBackward(
      int n,
      int hidden,
      long gates,
      long c,
      int ldc,
      long cPrevious,
      int ldcPrevious,
      long dh,
      int lddh,
      long dc,
      int lddc,
      long dcPrevious,
      int lddcPrevious,
      long dgates);

  static native void gruForward(
      int n,
      int hidden,
      long gx,
      long gh,
      long bias,
      long recurrentBias,
      long hPrevious,
      int ldhPrevious,
      long h,
      int ldh);

  static native void gruBackward(
      int n,
      int hidden,
      long gx,
      long gh,
      long hPrevious,
      int ldhPrevious,
      long dh,
      int lddh,
      long dgx,
      long dgh,
      long dhPrevious,
      int lddhPrevious);

  static native void rnnForward(
      int activation, int n, int hidden, long a, int lda, long bias, long h, int ldh);

  static native void rnnBackward(
      int activation, int n, int hidden, long h, int ldh, long dh, int lddh, long da, int ldda);

  static native void gatherRows(
      int n, int width, long index, long from, int ldFrom, long to, int ldTo);

  static native void scatterRows(
      int n, int width, long index, long from, int ldFrom, long to, int ldTo);

  static native void scatterAddRows(
      int n, int width, long index, long from, int ldFrom, long to, int ldTo);

  static native void addRows(int n, int width, long from, int ldFrom, long to, int ldTo);

  static native void add(long count, long from, long to);

  static native void transpose(int rows, int columns, long from, int ldFrom, long to, int ldTo);

  static native void transposeAdd(int rows, int columns, long from, int ldFrom, long to, int ldTo);

  static native void zeroPast(int steps, int sequences, int width, long lengths, long x);

  static native void zero(long bytes, long to);

  static native void copy(long bytes, long from, long to);

  static native void columnSumsAdd(int n, int width, long a, int lda, long sums);

  /** Answers the first position whose token is out of range, or -1. */
  static native long embeddingForward(
      int steps,
      int sequences,
      int width,
      int vocabulary,
      long tokens,
      long lengths,
      long weights,
      long y);

  static native void embeddingBackward(
      int steps,
      int sequences,
      int width,
      int vocabulary,
      long tokens,
      long lengths,
      long dy,
      long dWeights);

  static native void denseForward(int activation, int n, int width, long bias, long y, int ldy);

  static native void denseBackward(
      int activation, int n, int width, long y, int ldy, long dy, int lddy);

  static native void poolForward(
      int pooling,
      int steps,
      int sequences,
      int width,
      int columnsAtLastStep,
      long lengths,
      long x,
      long y,
      long argument);

  static native void poolBackward(
      int pooling,
      int steps,
      int sequences,
      int width,
      int columnsAtLastStep,
      long lengths,
      long dy,
      long argument,
      long dx);

  static native void numberLoss(
      int loss,
      int steps,
      int sequences,
      int width,
      long lengths,
      long y,
      long targets,
      long dy,
      long sums);

  /** Answers the first position whose class is out of range, or -1. */
  static native long classLoss(
      int steps, int sequences, int width, long lengths, long y, long classes, long dy, long sums);

  static native void dropout(
      int steps,
      int sequences,
      int width,
      long lengths,
      double probability,
      long seed,
      int layer,
      long run,
      long x,
      long y);

  static native void dropoutRows(
      int n,
      int width,
      long index,
      double probability,
      long seed,
      int layer,
      long run,
      long x,
      int ldx,
      long y,
      int ldy);

  /** Answers how many operations were done; writes a sum for each part. */
  static native long multiplyAdd(long rounds, int parts, float factor, float summand, long sums);

  /**
   * Answers {@link #UPDATED}, {@link #UNCHANGED}, {@link #NOT_FINITE} or {@link #UNKNOWN_RULE}.
   *
   * @param first the optimizer's first moments, or 0
   * @param second the optimizer's second moments, or 0
   * @param number the number of the update, from 0
   */
  static native int update(
      long count,
      long weights,
      long gradients,
      long first,
      long second,
      long rule,
      double learningRate,
      long number,
      long sums);
}
