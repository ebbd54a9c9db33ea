package io.carousel;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;

/** What a class logs while something is done. */
public final class LogLines {
  private LogLines() {}

  /** Each line with its level before it. */
  public static List<String> of(Class<?> source, Runnable work) {
    List<String> lines = new CopyOnWriteArrayList<>();
    Logger log = Logger.getLogger(source.getName());
    Handler handler =
        new StreamHandler() {
          @Override
          public synchronized void publish(LogRecord line) {
            lines.add(line.getLevel() + " " + line.getMessage());
          }
        };
    log.addHandler(handler);
    try {
      work.run();
    } finally {
      log.removeHandler(handler);
    }
    return lines;
  }
}
