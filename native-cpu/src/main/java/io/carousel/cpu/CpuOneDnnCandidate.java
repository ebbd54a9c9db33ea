package io.carousel.cpu;

import io.carousel.model.Cell;

/**
 * oneDNN's RNN primitives. Where they yield to packed rows was measured: see ADR 7, {@code
 * docs/adr/0007-lengths-on-the-cpu-are-packed-rows.md}.
 */
final class CpuOneDnnCandidate implements CpuRecurrentCandidate {
  @Override
  public String name() {
    return "primitive";
  }

  @Override
  public String cannot(CpuRecurrentTask task) {
    return task.memory().shape.ragged() ? "oneDNN's primitive knows no lengths" : null;
  }

  @Override
  public String yields(CpuRecurrentTask task) {
    if (task.training()) {
      return "oneDNN's primitive trains slower";
    } else if (task.threads() > 1) {
      return null;
    }
    boolean faster = task.spec().cell() == Cell.LSTM && !task.small();
    return faster ? null : "oneDNN's primitive predicts slower here on one thread";
  }

  @Override
  public CpuLayer make(CpuRecurrentTask task, String why) {
    String choice = task.threads() > 1 ? "several threads" : "one thread";
    String reason = "; the first choice for predictions at full lengths on " + choice;
    return new CpuOneDnnRecurrent(task, why.isEmpty() ? reason : why);
  }
}
