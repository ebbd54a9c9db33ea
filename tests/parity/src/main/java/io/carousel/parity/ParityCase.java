package io.carousel.parity;

import io.carousel.model.NetworkSpec;
import java.util.List;

/** One thing that a backend must do as the reference does it. */
public interface ParityCase {
  /** A name that no other case has. */
  String name();

  /** What the backend must support for it. */
  NetworkSpec network();

  /** Runs it on both. */
  List<Comparison> compare(Pair pair);
}
