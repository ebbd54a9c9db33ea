package io.carousel.cpu;

import io.carousel.model.LayerInstance;
import io.carousel.model.RecurrentSpec;
import io.carousel.spi.LayerKernel;
import io.carousel.spi.LayerPorts;
import java.util.ArrayList;
import java.util.List;

/**
 * Chooses what runs a recurrent layer: the candidates are asked in order, the first that takes the
 * layer runs it, and the plan's explanation has what those before it said. The seam for kernels of
 * our own is here.
 */
final class CpuRecurrent {
  /**
   * The system property that names the candidate to ask first, one of {@link #names}, which then
   * yields to no other: for tests and measurements. It still refuses what it cannot run.
   */
  static final String PROPERTY = "carousel.cpu.recurrent";

  private static final List<CpuRecurrentCandidate> IN_ORDER =
      List.of(new CpuOneDnnCandidate(), new CpuPackedCandidate());

  private CpuRecurrent() {}

  /** The candidates' names, in order. */
  static List<String> names() {
    return IN_ORDER.stream().map(CpuRecurrentCandidate::name).toList();
  }

  /**
   * The first candidate that takes the layer.
   *
   * @param owned what must be closed with the plan is added here
   * @throws IllegalArgumentException if the property is set and names no candidate
   */
  static LayerKernel choose(
      CpuBackend backend,
      CpuMemory memory,
      LayerInstance layer,
      RecurrentSpec spec,
      LayerPorts ports,
      List<AutoCloseable> owned) {
    CpuRecurrentTask task = new CpuRecurrentTask(backend, memory, layer, spec, ports);
    int before = CpuTeam.begin(task.threads());
    try {
      CpuLayer chosen = choose(task, System.getProperty(PROPERTY));
      if (chosen instanceof AutoCloseable closeable) {
        owned.add(closeable);
      }
      return chosen;
    } finally {
      CpuTeam.end(before);
    }
  }

  private static CpuLayer choose(CpuRecurrentTask task, String asked) {
    StringBuilder why = new StringBuilder();
    for (CpuRecurrentCandidate candidate : order(asked)) {
      boolean named = candidate.name().equals(asked);
      String reason = candidate.cannot(task);
      reason = reason == null && !named ? candidate.yields(task) : reason;
      if (reason == null) {
        why.append(named ? "; asked for by " + PROPERTY : "");
        return candidate.make(task, why.toString());
      }
      why.append("; ").append(reason);
    }
    throw new IllegalStateException("a candidate must take every layer, refused" + why);
  }

  private static List<CpuRecurrentCandidate> order(String asked) {
    if (asked == null) {
      return IN_ORDER;
    }
    if (!names().contains(asked)) {
      throw new IllegalArgumentException(
          PROPERTY + " must be one of " + names() + ", " + PROPERTY + "=" + asked);
    }
    List<CpuRecurrentCandidate> order = new ArrayList<>(IN_ORDER);
    order.sort((a, b) -> Boolean.compare(b.name().equals(asked), a.name().equals(asked)));
    return order;
  }
}
