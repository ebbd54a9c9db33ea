package io.carousel.cli;

import io.carousel.cli.terminal.Console;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Shows what the engine logs, such as why a better backend is not used, as remarks; each once. */
final class Remarks extends Handler {
  /** Kept, since the log manager would forget a logger that nobody holds. */
  private static final Logger ENGINE = Logger.getLogger("io.carousel");

  private final Console console;
  private final Set<String> said = ConcurrentHashMap.newKeySet();

  private Remarks(Console console) {
    this.console = console;
  }

  static void fromLogTo(Console console) {
    ENGINE.setUseParentHandlers(false);
    ENGINE.addHandler(new Remarks(console));
  }

  @Override
  public void publish(LogRecord record) {
    String remark = record.getMessage();
    if (record.getLevel().intValue() >= Level.INFO.intValue() && said.add(remark)) {
      console.note(remark);
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
