package io.carousel.parity.float32;

import io.carousel.spi.Session;

/** The reference's session, which holds float32 numbers only. */
record Float32Session(Session reference) implements Session {
  @Override
  public int sequences() {
    return reference.sequences();
  }

  @Override
  public void reset(int sequence) {
    reference.reset(sequence);
  }

  @Override
  public double[] read() {
    return reference.read();
  }

  @Override
  public void write(double[] states) {
    reference.write(Float32Memory.rounded(states));
  }

  @Override
  public void close() {
    reference.close();
  }
}
