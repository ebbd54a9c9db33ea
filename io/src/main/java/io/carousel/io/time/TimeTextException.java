package io.carousel.io.time;

/** A text that is no time, or could be two. */
public final class TimeTextException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final int index;

  TimeTextException(String message, int index) {
    super(message);
    this.index = index;
  }

  /** Which text it was, from 0. */
  public int index() {
    return index;
  }
}
