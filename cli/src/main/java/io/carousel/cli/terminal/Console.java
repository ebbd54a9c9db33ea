package io.carousel.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Where output goes: the outcome to standard output, all else (progress, remarks, errors) to
 * standard error. The launcher says which of the two are terminals.
 */
public final class Console {
  private static final int USUAL_WIDTH = 80;

  private final PrintStream out = utf8(FileDescriptor.out);
  private final PrintStream err = utf8(FileDescriptor.err);
  private final List<String> terminals =
      List.of(System.getProperty("carousel.terminal", "").split(","));
  private boolean quiet;

  private static PrintStream utf8(FileDescriptor to) {
    return new PrintStream(new FileOutputStream(to), true, StandardCharsets.UTF_8);
  }

  /** Leaves out progress and remarks from now on. */
  public void beQuiet(boolean be) {
    quiet = be;
  }

  /** Whether there is to be no progress and no remark. */
  public boolean quiet() {
    return quiet;
  }

  /** Standard output. */
  public PrintStream out() {
    return out;
  }

  /** Standard error. */
  public PrintStream err() {
    return err;
  }

  /** Prints a line of the outcome. */
  public void result(String line) {
    out.println(line);
  }

  /** Prints a remark, unless quiet. */
  public void note(String line) {
    if (!quiet) {
      err.println(line);
    }
  }

  /** Prints an error's message. */
  public void error(String message) {
    boolean colours = errIsTerminal() && coloursWanted();
    err.println((colours ? "\u001b[1;31merror:\u001b[0m " : "error: ") + message);
  }

  /** Whether somebody sees standard output as it comes. */
  public boolean outIsTerminal() {
    return terminals.contains("out");
  }

  /** Whether somebody sees standard error as it comes. */
  public boolean errIsTerminal() {
    return terminals.contains("err");
  }

  /** See https://no-color.org. */
  public boolean coloursWanted() {
    String refused = System.getenv("NO_COLOR");
    return (refused == null || refused.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
  }

  /** The columns of the terminal. */
  public int width() {
    int columns = Integer.getInteger("carousel.columns", USUAL_WIDTH);
    return columns > 0 ? columns : USUAL_WIDTH;
  }
}
