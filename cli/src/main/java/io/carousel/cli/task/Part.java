package io.carousel.cli.task;

import java.util.Locale;

/** The parts of the data of a run. */
public enum Part {
  TRAIN,
  VALIDATION,
  TEST;

  /** The name in files and tables. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
