package io.carousel.cpu;

/** The addresses of one step: rows of the n longest sequences, packed. */
final class CpuStep {
  int n;
  long gates;
  long h;
  long hPrevious;
  long c;
  long cPrevious;
  long dh;
  long dhPrevious;

  /** The first row's number among all packed rows. */
  int firstRow;
}
