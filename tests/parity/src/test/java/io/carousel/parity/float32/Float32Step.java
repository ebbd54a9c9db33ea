package io.carousel.parity.float32;

/** One step of one sequence in one direction: what went in, what came out, what was kept. */
final class Float32Step {
  float[] x;
  float[] hPrevious;
  float[] cPrevious;

  /** Gates after their functions, one behind the other. */
  float[] gates;

  /** The GRU's R_n h' + rb. */
  float[] q;

  float[] h;
  float[] c;

  /** From backward: the gradients inside the gates, of W's side and of R's. */
  float[] da;

  float[] dr;
  float[] dhPrevious;
  float[] dcPrevious;
}
