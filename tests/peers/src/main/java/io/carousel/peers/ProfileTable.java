package io.carousel.peers;

import java.util.Locale;

/** Where Carousel's step time goes. */
final class ProfileTable {
  private static final double FLOPS_PER_GFLOP_MILLI = 1e6;

  private ProfileTable() {}

  /** The line above the rows: milliseconds per step, and rates of the LSTM's two halves. */
  static String header() {
    return String.format(
        "%-18s %9s %9s %9s %9s %9s %9s | %8s %8s",
        "T,N,I,H",
        "step ms",
        "forward",
        "backward",
        "head",
        "update",
        "rest",
        "fwd GF/s",
        "bwd GF/s");
  }

  static String row(Shape shape, StepProfile p) {
    double forward = shape.forwardFlops() / FLOPS_PER_GFLOP_MILLI;
    return String.format(
        Locale.ROOT,
        "%-18s %9.3f %9.3f %9.3f %9.3f %9.3f %9.3f | %8.1f %8.1f",
        shape,
        p.total(),
        p.forward(),
        p.backward(),
        p.head(),
        p.update(),
        p.rest(),
        forward / p.forward(),
        2 * forward / p.backward());
  }
}
