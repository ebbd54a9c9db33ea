package io.carousel.cpu;

import io.carousel.bindings.NativeLibraries;
import java.util.List;

/** Arguments for tests that run once per instruction set. */
final class InstructionSets {
  private InstructionSets() {}

  /** Those of this machine; one of no machine where the kernels were not built. */
  static List<String> ofThisMachine() {
    if (!CpuProbe.hasKernels(NativeLibraries.probe())) {
      return List.of("none");
    }
    CpuKernels.load();
    return CpuKernels.instructionSets();
  }
}
