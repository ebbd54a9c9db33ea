package io.carousel.cpu;

/** Packed rows: our own cells over sgemm, for every pattern of lengths. */
final class CpuPackedCandidate implements CpuRecurrentCandidate {
  @Override
  public String name() {
    return "packed";
  }

  @Override
  public String cannot(CpuRecurrentTask task) {
    return null;
  }

  @Override
  public String yields(CpuRecurrentTask task) {
    return null;
  }

  @Override
  public CpuLayer make(CpuRecurrentTask task, String why) {
    return new CpuPackedRecurrent(task, why);
  }
}
