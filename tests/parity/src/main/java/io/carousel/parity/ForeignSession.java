package io.carousel.parity;

import io.carousel.spi.Session;

/** A session that belongs to no backend. */
record ForeignSession(int sequences) implements Session {
  @Override
  public void reset(int sequence) {}

  @Override
  public double[] read() {
    return new double[0];
  }

  @Override
  public void write(double[] states) {}

  @Override
  public void close() {}
}
