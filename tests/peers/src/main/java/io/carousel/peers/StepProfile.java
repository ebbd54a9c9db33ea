package io.carousel.peers;

/**
 * Milliseconds of one Carousel training step.
 *
 * @param forward of the LSTM
 * @param backward of the LSTM
 * @param head forward and backward of all other layers, and the loss
 * @param update divide, clip, Adam
 * @param rest what is between the kernels: copying the batch in, above all
 */
record StepProfile(double forward, double backward, double head, double update, double rest) {
  double total() {
    return forward + backward + head + update + rest;
  }
}
