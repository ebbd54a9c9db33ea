package io.carousel.cpu;

/** One way to run recurrent layers, which is asked whether it takes a layer. */
interface CpuRecurrentCandidate {
  /** What {@link CpuRecurrent#PROPERTY} calls it. */
  String name();

  /** Why it cannot run the layer, as a clause; null if it can. */
  String cannot(CpuRecurrentTask task);

  /** Why it leaves the layer to a later one, as a clause; null if it does not. */
  String yields(CpuRecurrentTask task);

  /**
   * Runs the layer.
   *
   * @param why what was said until it was chosen, for the explanation
   */
  CpuLayer make(CpuRecurrentTask task, String why);
}
