package io.carousel.gpu;

import io.carousel.bindings.cuda.CudnnRnn;
import io.carousel.bindings.cuda.CudnnRnnShape;
import io.carousel.bindings.cuda.DeviceMemoryException;
import io.carousel.bindings.cuda.RnnAlgorithm;
import io.carousel.error.MemoryLimitException;
import io.carousel.spi.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * cuDNN's algorithms for one layer: those that it accepts, until one is chosen, and why the others
 * are not taken. STANDARD is always among them; whatever another one fails with, at whatever call,
 * only means that it is not taken.
 */
final class GpuRnnChoice implements AutoCloseable {
  /** Below this part of another's time an algorithm is faster than noise explains. */
  private static final double CLEARLY = 0.95;

  /**
   * How far, in units of the precision's roundoff, an algorithm may be from STANDARD by the norm.
   * Both are within 22 of double precision (seen on an H200, cuDNN 9.19: 5 for float32, 1 for the
   * others, 22 for relu, which has a kink).
   */
  private static final double ROUNDOFFS = 32;

  private static final String BEFORE = "measured fastest before";

  private final GpuBackend backend;
  private final CudnnRnnShape shape;
  private final Precision precision;
  private final CudnnRnn standard;
  private final List<CudnnRnn> others = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final boolean remembered;
  private CudnnRnn chosen;

  /**
   * Asks cuDNN.
   *
   * @param shape the layer, with any algorithm
   * @param ragged whether lengths differ, which only STANDARD bears
   * @throws io.carousel.bindings.NativeCallException if STANDARD does not take it
   */
  GpuRnnChoice(GpuBackend backend, CudnnRnnShape shape, Precision precision, boolean ragged) {
    this.backend = backend;
    this.shape = shape.by(RnnAlgorithm.STANDARD);
    this.precision = precision;
    this.standard = CudnnRnn.create(backend.dnn(), this.shape);
    this.chosen = standard;
    List<RnnAlgorithm> candidates = backend.algorithms().besideStandard(precision);
    if (ragged) {
      notes.add("the others refuse lengths that differ");
      remembered = false;
      return;
    }
    if (remembers(RnnAlgorithm.STANDARD)) {
      notes.add(candidates.isEmpty() ? "the others are not asked for" : BEFORE);
      remembered = false;
      return;
    }
    Optional<RnnAlgorithm> known = candidates.stream().filter(this::remembers).findFirst();
    remembered = known.isPresent() && create(known.get());
    if (known.isEmpty()) {
      candidates.forEach(this::create);
    }
    if (candidates.isEmpty()) {
      notes.add("the others are not asked for");
    }
  }

  /** Whether this one was found fastest before. */
  private boolean remembers(RnnAlgorithm algorithm) {
    return backend.choices().of(shape.toString()).filter(algorithm.name()::equals).isPresent();
  }

  /** Whether cuDNN takes the layer by this algorithm. */
  private boolean create(RnnAlgorithm algorithm) {
    int before = others.size();
    attempt(algorithm, () -> others.add(CudnnRnn.create(backend.dnn(), shape.by(algorithm))));
    return others.size() > before;
  }

  /** Notes what goes wrong; but where the device itself has failed, that is thrown. */
  private void attempt(RnnAlgorithm algorithm, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      backend.queue().stream().synchronize();
      notes.add(algorithm + " refused: " + e.getMessage());
      backend.choices().forget(shape.toString());
    }
  }

  /** The one that was chosen; STANDARD before {@link #settle}. */
  CudnnRnn rnn() {
    return chosen;
  }

  /** What the hungriest of those that are left needs. */
  long most(ToLongFunction<CudnnRnn> bytes) {
    return Math.max(bytes.applyAsLong(standard), others.stream().mapToLong(bytes).max().orElse(0));
  }

  /**
   * Chooses, and lets go of the others: what was fastest before, if it still runs; else the fastest
   * of those that agree with STANDARD on random numbers.
   *
   * @param run runs a training or inference step by an algorithm and waits for it
   * @param trial makes what measures them; closed here
   */
  void settle(Consumer<CudnnRnn> run, Supplier<GpuRnnTrial> trial) {
    if (remembered) {
      CudnnRnn known = others.get(0);
      attempt(
          known.shape().algorithm(),
          () -> {
            run.accept(known);
            chosen = known;
            notes.add(BEFORE);
          });
    } else if (!others.isEmpty()) {
      measure(trial);
    }
    for (CudnnRnn other : others) {
      if (other != chosen) {
        other.close();
      }
    }
    others.removeIf(other -> other != chosen);
  }

  private void measure(Supplier<GpuRnnTrial> trials) {
    try (GpuRnnTrial trial = trials.get()) {
      GpuRnnTrial.Result best = trial.of(standard);
      notes.add(String.format(Locale.ROOT, "STANDARD took %.3f ms", best.milliseconds()));
      for (CudnnRnn other : others) {
        best = better(best, other, trial);
      }
      backend.choices().remember(shape.toString(), chosen.shape().algorithm().name());
    } catch (MemoryLimitException | DeviceMemoryException e) {
      notes.add("the others could not be compared with it: " + e.getMessage());
    }
  }

  private GpuRnnTrial.Result better(GpuRnnTrial.Result best, CudnnRnn other, GpuRnnTrial trial) {
    RnnAlgorithm algorithm = other.shape().algorithm();
    GpuRnnTrial.Result[] result = {best};
    attempt(
        algorithm,
        () -> {
          GpuRnnTrial.Result found = trial.of(other);
          boolean agrees = found.difference() <= ROUNDOFFS * precision.unitRoundoff();
          notes.add(
              String.format(
                  Locale.ROOT,
                  "%s took %.3f ms, %.1e from it%s",
                  algorithm,
                  found.milliseconds(),
                  found.difference(),
                  agrees ? "" : ", which is too far"));
          if (agrees && found.milliseconds() < best.milliseconds() * CLEARLY) {
            chosen = other;
            result[0] = found;
          }
        });
    return result[0];
  }

  /** The algorithm, and what is known of the others. */
  String explain() {
    return chosen.shape().algorithm() + " (" + String.join("; ", notes) + ")";
  }

  @Override
  public void close() {
    standard.close();
    others.forEach(CudnnRnn::close);
    others.clear();
  }
}
