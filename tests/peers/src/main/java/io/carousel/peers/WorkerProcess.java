package io.carousel.peers;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The driver's end of a {@link Worker}. */
final class WorkerProcess implements AutoCloseable {
  private static final long POLL_MILLIS = 25;
  private static final int MOST_POLLS = 80;

  /** No limits and no collector for native memory: libtorch's is freed by scopes. */
  private static final List<String> JVM_OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xmx1g",
          "-Dorg.bytedeco.javacpp.maxBytes=0",
          "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
          "-Dorg.bytedeco.javacpp.nopointergc=true");

  private final PeerKind kind;
  private final Process process;
  private final BufferedReader in;
  private final BufferedWriter out;

  private WorkerProcess(PeerKind kind, Process process) {
    this.kind = kind;
    this.process = process;
    in = process.inputReader(StandardCharsets.UTF_8);
    out = process.outputWriter(StandardCharsets.UTF_8);
  }

  /** Starts a JVM on this one's class path. */
  static WorkerProcess start(PeerKind kind, int threads) {
    String java = ProcessHandle.current().info().command().orElse("java");
    List<String> command = new ArrayList<>(List.of(java));
    command.addAll(JVM_OPTIONS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Worker.class.getName()));
    command.add(kind.label());
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.INHERIT);
    builder.environment().put("OMP_NUM_THREADS", String.valueOf(threads));
    try {
      return new WorkerProcess(kind, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  PeerKind kind() {
    return kind;
  }

  /** Prepares a shape; answers the peer's description. */
  String load(Shape shape, int threads) {
    return ask("load " + shape.toString().replace(',', ' ') + " " + threads);
  }

  /** Sends a command with a number and waits for the numbers of its answer. */
  double[] ask(String command, int number) {
    String answer = ask(command + " " + number);
    return Arrays.stream(answer.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
  }

  private String ask(String line) {
    try {
      out.write(line);
      out.newLine();
      out.flush();
      for (String said = in.readLine(); said != null; said = in.readLine()) {
        if (said.startsWith(Worker.ANSWER)) {
          return said.substring(Worker.ANSWER.length());
        } else if (said.startsWith(Worker.FAILURE)) {
          throw new IllegalStateException(
              kind.label() + " failed, command=" + line + ": " + said.substring(2));
        }
        System.err.println(said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(kind.label() + " ended, command=" + line, e);
    }
    throw new IllegalStateException(
        kind.label() + " must answer but ended, command=" + line + "; see its messages above");
  }

  /** Waits until the process takes no more processor time, two seconds at most. */
  void awaitQuiet() {
    Duration before = processorTime();
    for (int poll = 0; poll < MOST_POLLS; poll++) {
      sleep();
      Duration now = processorTime();
      if (now.equals(before)) {
        return;
      }
      before = now;
    }
  }

  private Duration processorTime() {
    return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private static void sleep() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Ends the process. */
  @Override
  public void close() {
    try {
      out.close();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
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
