package io.carousel.cli;

import io.carousel.cli.terminal.Console;
import io.carousel.error.CarouselException;
import java.io.UncheckedIOException;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells the user what went wrong: one message, no stack trace unless asked for. */
final class Errors implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private static final String VARIABLE = "CAROUSEL_STACKTRACE";

  private final Console console;
  private final BooleanSupplier traceWanted;

  Errors(Console console, BooleanSupplier traceWanted) {
    this.console = console;
    this.traceWanted = traceWanted;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    console.error(e.getMessage());
    UnmatchedArgumentException.printSuggestions(e, e.getCommandLine().getErr());
    console.err().println("see " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
    return ExitCode.BAD_INPUT;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    if (e instanceof ParameterException bad) {
      return handleParseException(bad, new String[0]);
    }
    return explain(e);
  }

  /** Tells what went wrong; the exit code for it. */
  int explain(Throwable e) {
    console.error(message(e));
    if (traceWanted.getAsBoolean() || "1".equals(System.getenv(VARIABLE))) {
      e.printStackTrace(console.err());
    }
    return ExitCode.of(e);
  }

  private static String message(Throwable e) {
    if (e instanceof OutOfMemoryError) {
      return "memory must suffice, heap="
          + (Runtime.getRuntime().maxMemory() >> 20)
          + " MB; use a smaller --batch, or give Java more with CAROUSEL_JAVA_OPTS=-Xmx8g";
    }
    return isExpected(e) ? e.getMessage() : unexpected(e);
  }

  private static boolean isExpected(Throwable e) {
    return (e instanceof IllegalArgumentException && !(e instanceof NumberFormatException))
        || e instanceof CarouselException
        || e instanceof UncheckedIOException;
  }

  private static String unexpected(Throwable e) {
    return "something unexpected happened, "
        + e
        + "; add --stacktrace (or set "
        + VARIABLE
        + "=1) to see where, and report it";
  }
}
