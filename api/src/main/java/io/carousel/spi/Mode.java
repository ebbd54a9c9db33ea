package io.carousel.spi;

/** What a plan is for. */
public enum Mode {
  /** Forward only; the output is read. */
  INFERENCE(false, false, false),
  /** Forward and loss, as validation needs them. */
  EVALUATION(true, false, false),
  /** Forward, loss and backward without dropout: gradients of the network as it predicts. */
  INSPECTION(true, true, false),
  /** Forward with dropout, loss, backward and update. */
  TRAINING(true, true, true);

  private final boolean loss;
  private final boolean backward;
  private final boolean dropout;

  Mode(boolean loss, boolean backward, boolean dropout) {
    this.loss = loss;
    this.backward = backward;
    this.dropout = dropout;
  }

  public boolean hasLoss() {
    return loss;
  }

  public boolean hasBackward() {
    return backward;
  }

  public boolean hasDropout() {
    return dropout;
  }
}
