package io.carousel.cpu;

/** What one kind of cell computes at one step for the sequences that have this step. */
interface CpuCell {
  /** h, and c, from what W x has left in the step's gates and from the state before. */
  void forward(CpuStep at);

  /**
   * From dh, and dc: the gradients of the sums in place of the gates; dh and dc of the state
   * before.
   */
  void backward(CpuStep at);

  /** Where the gradients of the sums that h' goes into stand after backward, all rows. */
  long recurrentGradients();
}
