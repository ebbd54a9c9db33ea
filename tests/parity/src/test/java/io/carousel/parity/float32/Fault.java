package io.carousel.parity.float32;

/** What can be wrong with a backend: the suite's negative controls. */
public enum Fault {
  /** Nothing: plain float32. */
  NONE(true),
  /** Sigmoid and tanh err by up to 4e-7, a third of that on average, as vectorized ones may. */
  ROUGH_FUNCTIONS(true),
  /** The gradient by R is scaled by 1.01. */
  GRADIENT_SCALED,
  /** The second step of each sequence is skipped. */
  STEP_DROPPED,
  /** The first two gates' rows are exchanged. */
  GATES_SWAPPED,
  /** The forget gate's bias is taken as 0. */
  FORGET_BIAS_FORGOTTEN,
  /** The first sequence that is shorter than T is run over its padding. */
  LENGTH_IGNORED,
  /** The backward direction starts at T - 1. */
  BACKWARD_FROM_PADDING,
  /** The first row past a length keeps the last h. */
  PADDING_NOT_ZEROED,
  /** h0 and c0 are taken as 0. */
  STATE_LOST,
  /** An empty sequence's hT is 0 instead of h0. */
  EMPTY_STATE_ZEROED,
  /** dcT is not read. */
  CELL_GRADIENT_LOST,
  /** Backward overwrites the gradient sums. */
  GRADIENT_OVERWRITTEN,
  /** The GRU resets h before the matrix product. */
  RESET_BEFORE_PRODUCT,
  /** Factors are cut to the 11 bits of TF32, whatever the precision asks for. */
  TF32,
  /** Factors and what is kept are rounded to float16. */
  FP16,
  /** Factors and what is kept are rounded to bfloat16. */
  BF16,
  /** Weights are bfloat16 after an update. */
  NO_MASTER_WEIGHTS,
  /** The loss scale shows in the gradient sums. */
  SCALE_SHOWN,
  /** An update that overflows is skipped, but does not halve the scale. */
  SCALE_STUCK,
  /** Gradient sums that are written are taken times the loss scale that training starts with. */
  SCALE_OF_THE_START,
  /** Sigmoid and tanh err by up to 1e-4, as fast ones do. */
  FAST_FUNCTIONS,
  /** Weights are packed once and never again. */
  STALE_WEIGHTS,
  /** The dropout mask is that of the next element. */
  MASK_SHIFTED,
  /** Dropout is on in evaluation. */
  DROPOUT_IN_EVALUATION,
  /** Of equal tokens only the last one's gradient counts. */
  TOKENS_OVERWRITTEN,
  /** The mean over time divides by T. */
  MEAN_OVER_PADDING,
  /** The gradient is divided by the number of padded positions. */
  PADDING_COUNTED,
  /** Adam does not correct its bias. */
  BIAS_CORRECTION_MISSING,
  /** No transform of the gradient happens. */
  CLIP_FORGOTTEN,
  /** AdamW's decay goes through the moments. */
  DECAY_IN_GRADIENT,
  /** A gradient that is not finite is applied. */
  BAD_UPDATE_APPLIED,
  /** A restored second moment is lost. */
  MOMENT_NOT_RESTORED,
  /** The last bits change from run to run. */
  NOT_REPEATABLE,
  /** More than one thread loses some of the gradient. */
  THREADS_LOSE,
  /** A refusal is worded in another way. */
  OTHER_WORDS;

  private final boolean harmless;

  Fault() {
    this(false);
  }

  Fault(boolean harmless) {
    this.harmless = harmless;
  }

  /** Whether a backend may be so. */
  public boolean harmless() {
    return harmless;
  }
}
