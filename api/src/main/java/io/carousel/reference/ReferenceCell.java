package io.carousel.reference;

import java.util.List;

/** One step of a recurrence for one sequence, with the weights of one direction. */
interface ReferenceCell {
  /** The names of the activations that forward saves for backward, in the order they are kept. */
  List<String> saved();

  /** Computes h (and c) from x, h' (and c'), and saves the activations. */
  void forward(ReferenceStep at);

  /**
   * From dh (and dc): adds to dx, dh' and the weights' gradient. A cell with c completes dc by its
   * path through h, and sets dc'.
   */
  void backward(ReferenceStep at);
}
