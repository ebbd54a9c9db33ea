package io.carousel.cpu;

import io.carousel.model.LayerInstance;
import io.carousel.model.RecurrentLayout;
import io.carousel.model.RecurrentSpec;
import io.carousel.spi.LayerKernel;
import io.carousel.spi.LayerPorts;
import java.util.List;

/**
 * Chooses what runs a recurrent layer: the implementations are asked in order of speed, and those
 * that refuse say why. The seam for kernels of our own is here.
 */
final class CpuRecurrent {
  /**
   * Below this many floating-point operations per time step a second thread costs more in waiting
   * than it gains: at 50 GFLOP/s and more a core, this is 20 microseconds, and each step ends in a
   * barrier or two.
   */
  private static final double FLOPS_FOR_THREADS = 1e6;

  private CpuRecurrent() {}

  /** All of the backend's threads, or one where the work of a step is too small to share. */
  private static int threads(
      CpuBackend backend, CpuMemory memory, LayerInstance layer, RecurrentSpec spec) {
    int rows = RecurrentLayout.rows(spec.cell(), spec.hiddenSize());
    double perStep =
        2.0 * memory.shape.sequences() * rows * (layer.inputWidth() + spec.hiddenSize());
    return perStep < FLOPS_FOR_THREADS ? 1 : backend.threads(memory.mode);
  }

  /** How many threads it is, as the end of an explanation. */
  static String explainThreads(int threads) {
    return threads == 1
        ? "; one thread, since a step has less than 1 MFLOP or no more were asked for"
        : "; " + threads + " threads";
  }

  /**
   * The first implementation that takes the layer.
   *
   * @param owned what must be closed with the plan is added here
   */
  static LayerKernel choose(
      CpuBackend backend,
      CpuMemory memory,
      LayerInstance layer,
      RecurrentSpec spec,
      LayerPorts ports,
      List<AutoCloseable> owned) {
    int threads = threads(backend, memory, layer, spec);
    int before = CpuKernels.threads(threads);
    try {
      String refused = CpuOneDnnRecurrent.refuses(memory);
      if (refused == null) {
        CpuOneDnnRecurrent primitive =
            new CpuOneDnnRecurrent(backend, memory, threads, layer, spec, ports);
        owned.add(primitive);
        return primitive;
      }
      return new CpuPackedRecurrent(memory, threads, layer, spec, ports, refused);
    } finally {
      CpuKernels.threads(before);
    }
  }
}
