package io.carousel.benchmarks.gpu;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A process that answers every line with a line. */
final class LineProcess implements AutoCloseable {
  private static final String SCRIPT = "torch_steps.py";

  /** PyTorch has a choice of its own, which is the faster one for it. */
  private static final String WORKSPACE_VARIABLE = "CUBLAS_WORKSPACE_CONFIG";

  private static final long SECONDS_TO_END = 10;

  private final Process process;
  private final BufferedReader in;
  private final BufferedWriter out;

  private LineProcess(Process process) {
    this.process = process;
    in = process.inputReader(StandardCharsets.UTF_8);
    out = process.outputWriter(StandardCharsets.UTF_8);
  }

  /**
   * Starts the script; its messages go where this process's go.
   *
   * @param python the interpreter
   * @param device {@code cuda} or {@code cpu}
   * @throws IOException if there is no such interpreter
   */
  static LineProcess torch(String python, String device) throws IOException {
    Path script = Files.createTempFile("torch_steps", ".py");
    try {
      Files.write(script, script());
      return start(python, script.toString(), device);
    } catch (IOException e) {
      Files.delete(script);
      throw e;
    } finally {
      script.toFile().deleteOnExit();
    }
  }

  /** Any command. */
  static LineProcess start(String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.INHERIT);
    builder.environment().remove(WORKSPACE_VARIABLE);
    return new LineProcess(builder.start());
  }

  /** The script's text. */
  static byte[] script() throws IOException {
    try (InputStream text = LineProcess.class.getResourceAsStream(SCRIPT)) {
      return text.readAllBytes();
    }
  }

  /** Sends a line and waits for the answer. */
  String ask(String line) {
    try {
      out.write(line);
      out.newLine();
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("PyTorch's process ended, line=" + line, e);
    }
    return read();
  }

  /** Waits for a line. */
  String read() {
    try {
      String line = in.readLine();
      if (line == null) {
        throw new IllegalStateException(
            "PyTorch's process must answer but ended; see its messages above");
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
