package io.carousel.metric;

/** The measures that Carousel reports, with the keys under which files show them. */
public enum Metric {
  /** The mean of what training minimizes. */
  LOSS("loss"),
  /** Mean absolute error. */
  MAE("mae"),
  /** Root of the mean squared error. */
  RMSE("rmse"),
  /** The share of the variance that is explained: 1 - squared error / squared deviation. */
  R2("r2"),
  /** Mean absolute error after each was divided by its target's standard deviation in training. */
  SCALED_MAE("scaledMae"),
  /** Root of the mean squared error, each divided likewise. */
  SCALED_RMSE("scaledRmse"),
  /** The share of positions whose class is right. */
  ACCURACY("accuracy"),
  /** The mean over classes of 2 * hits / (predicted + actual); classes that never occur are out. */
  MACRO_F1("macroF1"),
  /** e to the mean cross-entropy per token. */
  PERPLEXITY("perplexity"),
  /** Examples per second of training time. */
  SEQUENCES_PER_SECOND("sequencesPerSecond");

  private final String key;

  Metric(String key) {
    this.key = key;
  }

  public String key() {
    return key;
  }
}
