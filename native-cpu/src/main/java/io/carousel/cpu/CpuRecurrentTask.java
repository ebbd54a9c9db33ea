package io.carousel.cpu;

import io.carousel.model.LayerInstance;
import io.carousel.model.RecurrentLayout;
import io.carousel.model.RecurrentSpec;
import io.carousel.spi.LayerPorts;

/**
 * A recurrent layer of a plan that is to be run.
 *
 * @param layer where it stands
 * @param spec what it is
 * @param ports what it reads and writes
 */
record CpuRecurrentTask(
    CpuBackend backend,
    CpuMemory memory,
    LayerInstance layer,
    RecurrentSpec spec,
    LayerPorts ports) {

  /**
   * Below this many floating-point operations per time step a second thread costs more in waiting
   * than it gains: at 50 GFLOP/s and more a core, this is 20 microseconds, and each step ends in a
   * barrier or two.
   */
  private static final double SMALL = 1e6;

  /** Whether a time step has too little work to share. */
  boolean small() {
    int rows = RecurrentLayout.rows(spec.cell(), spec.hiddenSize());
    double columns = layer.inputWidth() + spec.hiddenSize();
    return 2.0 * memory.shape.sequences() * rows * columns < SMALL;
  }

  /** All of the backend's threads, or one for a small step. */
  int threads() {
    return small() ? 1 : backend.threads(memory.mode);
  }

  boolean training() {
    return memory.mode.hasBackward();
  }

  /** How many threads it is and why, as the end of an explanation. */
  String explainThreads() {
    if (small()) {
      return "; one thread, since a step has less than 1 MFLOP";
    }
    return threads() == 1
        ? "; one thread, since no more were asked for"
        : "; " + threads() + " threads";
  }
}
