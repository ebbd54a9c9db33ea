package io.carousel.gpu;

import io.carousel.bindings.NativeCallException;
import io.carousel.bindings.cuda.CudnnRnn;
import io.carousel.bindings.cuda.CudnnRnnShape;
import io.carousel.bindings.cuda.RnnAlgorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * cuDNN's algorithms for one layer: those that it accepts, until one is chosen, and why it refuses
 * the others.
 */
final class GpuRnnChoice implements AutoCloseable {
  /** Below this part of another's time an algorithm is faster than noise explains. */
  private static final double CLEARLY = 0.95;

  private final GpuBackend backend;
  private final CudnnRnnShape shape;
  private final List<CudnnRnn> accepted = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /**
   * Asks cuDNN.
   *
   * @param shape the layer, with any algorithm
   * @param ragged whether lengths differ, which only one algorithm bears
   */
  GpuRnnChoice(GpuBackend backend, CudnnRnnShape shape, boolean ragged) {
    this.backend = backend;
    this.shape = shape;
    if (ragged) {
      accept(RnnAlgorithm.STANDARD);
      notes.add("the others refuse lengths that differ");
      return;
    }
    Optional<RnnAlgorithm> known = remembered();
    if (known.isPresent()) {
      accept(known.get());
      notes.add("measured fastest before");
    } else {
      for (RnnAlgorithm algorithm : RnnAlgorithm.values()) {
        acceptIfPossible(algorithm);
      }
    }
  }

  private Optional<RnnAlgorithm> remembered() {
    return backend.choices().of(shape.toString()).flatMap(GpuRnnChoice::named);
  }

  private static Optional<RnnAlgorithm> named(String name) {
    for (RnnAlgorithm algorithm : RnnAlgorithm.values()) {
      if (algorithm.name().equals(name)) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }

  private void accept(RnnAlgorithm algorithm) {
    accepted.add(CudnnRnn.create(backend.dnn(), with(algorithm)));
  }

  private void acceptIfPossible(RnnAlgorithm algorithm) {
    try {
      accept(algorithm);
    } catch (NativeCallException e) {
      if (algorithm == RnnAlgorithm.STANDARD || !e.unsupported()) {
        close();
        throw e;
      }
      notes.add(algorithm + " refused: " + e.getMessage());
    }
  }

  private CudnnRnnShape with(RnnAlgorithm algorithm) {
    return new CudnnRnnShape(
        shape.cell(),
        shape.bidirectional(),
        shape.doubleBias(),
        shape.inputWidth(),
        shape.hiddenSize(),
        shape.steps(),
        shape.sequences(),
        shape.type(),
        shape.math(),
        algorithm,
        shape.training());
  }

  /** Any of those that are left; the one, after {@link #settle}. */
  CudnnRnn rnn() {
    return accepted.get(0);
  }

  /** What the hungriest of those that are left needs. */
  long most(ToLongFunction<CudnnRnn> bytes) {
    return accepted.stream().mapToLong(bytes).max().orElse(0);
  }

  /**
   * Leaves the fastest only, and remembers it.
   *
   * @param milliseconds measures one, and throws what cuDNN says where it cannot run after all
   */
  void settle(ToDoubleFunction<CudnnRnn> milliseconds) {
    if (accepted.size() == 1) {
      return;
    }
    CudnnRnn best = null;
    double least = Double.POSITIVE_INFINITY;
    for (CudnnRnn candidate : List.copyOf(accepted)) {
      double time = measure(candidate, milliseconds);
      if (time < least * CLEARLY) {
        least = time;
        best = candidate;
      }
    }
    for (CudnnRnn candidate : List.copyOf(accepted)) {
      if (candidate != best) {
        accepted.remove(candidate);
        candidate.close();
      }
    }
    backend.choices().remember(shape.toString(), rnn().shape().algorithm().name());
  }

  private double measure(CudnnRnn candidate, ToDoubleFunction<CudnnRnn> milliseconds) {
    RnnAlgorithm algorithm = candidate.shape().algorithm();
    try {
      double time = milliseconds.applyAsDouble(candidate);
      notes.add(String.format(Locale.ROOT, "%s took %.3f ms", algorithm, time));
      return time;
    } catch (NativeCallException e) {
      if (algorithm == RnnAlgorithm.STANDARD || !e.unsupported()) {
        throw e;
      }
      notes.add(algorithm + " refused to run: " + e.getMessage());
      return Double.POSITIVE_INFINITY;
    }
  }

  /** The algorithm, and what is known of the others. */
  String explain() {
    return rnn().shape().algorithm() + " (" + String.join("; ", notes) + ")";
  }

  @Override
  public void close() {
    accepted.forEach(CudnnRnn::close);
    accepted.clear();
  }
}
