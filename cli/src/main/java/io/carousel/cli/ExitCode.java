package io.carousel.cli;

import io.carousel.error.BackendUnavailableException;
import io.carousel.error.MemoryLimitException;
import io.carousel.error.UnsupportedSpecException;
import io.carousel.io.MalformedFileException;

/** What the process ends with. */
final class ExitCode {
  /** All done. */
  static final int OK = 0;

  /** A run failed: it diverged, or a file could not be written. */
  static final int FAILED = 1;

  /** What the user gave cannot be used. */
  static final int BAD_INPUT = 2;

  /** The user stopped it. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}

  static int of(Throwable error) {
    boolean badInput =
        error instanceof IllegalArgumentException
            || error instanceof MalformedFileException
            || error instanceof BackendUnavailableException
            || error instanceof UnsupportedSpecException
            || error instanceof MemoryLimitException;
    return badInput ? BAD_INPUT : FAILED;
  }
}
