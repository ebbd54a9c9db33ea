package io.carousel.benchmarks.gpu;

import java.util.List;
import java.util.Map;

/** A system with its ways to do a case's work. */
interface Side extends AutoCloseable {
  /** What it is: versions and device. */
  String describe();

  /** Makes a case ready; the one before is given up. */
  Loaded load(StepCase wanted);

  @Override
  void close();

  /**
   * A case that is ready.
   *
   * @param contenders who can do it
   * @param checks what each contender computed: the losses of its first two steps; of one where
   *     weights do not change; the mean square of the last step's output of forward
   * @param notes what is to be said of it: kernels chosen, and what was refused
   */
  record Loaded(List<Contender> contenders, Map<String, double[]> checks, String notes) {}
}
