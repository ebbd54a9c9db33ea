package io.carousel;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;

/** What the log says. */
public final class Told {
  private Told() {}

  /** What a class says while something runs, a line each with its level. */
  public static List<String> by(Class<?> teller, Runnable action) {
    List<String> lines = new ArrayList<>();
    Logger log = Logger.getLogger(teller.getName());
    Handler handler =
        new StreamHandler() {
          @Override
          public synchronized void publish(LogRecord line) {
            lines.add(line.getLevel() + " " + line.getMessage());
          }
        };
    log.addHandler(handler);
    try {
      action.run();
    } finally {
      log.removeHandler(handler);
    }
    return lines;
  }
}
