package io.carousel.cpu;

import io.carousel.model.LayerInstance;
import io.carousel.model.RecurrentSpec;
import io.carousel.spi.LayerKernel;
import io.carousel.spi.LayerPorts;
import java.util.List;

/**
 * Chooses what runs a recurrent layer: the implementations are asked in order of speed, and those
 * that refuse say why. The seam for kernels of our own is here.
 */
final class CpuRecurrent {
  private CpuRecurrent() {}

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
    String refused = CpuOneDnnRecurrent.refuses(memory);
    if (refused == null) {
      CpuOneDnnRecurrent primitive = new CpuOneDnnRecurrent(backend, memory, layer, spec, ports);
      owned.add(primitive);
      return primitive;
    }
    return new CpuPackedRecurrent(memory, layer, spec, ports, refused);
  }
}
