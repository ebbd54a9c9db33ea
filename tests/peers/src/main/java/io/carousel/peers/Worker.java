package io.carousel.peers;

import io.carousel.cpu.CpuPeak;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * The program in a peer's JVM. It reads a command per line and answers each with one line that
 * starts with {@link #ANSWER} or {@link #FAILURE}; whatever else a native library prints is no
 * answer. Numbers are separated by spaces.
 *
 * <pre>
 *   load T N I H threads     the peer's description
 *   losses K                 the losses that K steps see, one after the other
 *   sample K                 K numbers of an inference's output, spread evenly
 *   train K                  milliseconds of each of K steps
 *   infer K                  milliseconds of each of K inferences
 *   profile K                Carousel's {@link StepProfile}, of K steps
 *   peak threads             GFLOP/s of independent multiply-adds
 * </pre>
 */
final class Worker {
  /** The start of an answer. */
  static final String ANSWER = "= ";

  /** The start of an answer that says what went wrong. */
  static final String FAILURE = "! ";

  private static final double NANOS_PER_MILLI = 1e6;
  private static final double FLOPS_PER_GFLOP = 1e9;

  private final PeerKind kind;
  private Peer peer;

  private Worker(PeerKind kind) {
    this.kind = kind;
  }

  /** Serves until the input ends; the argument is the peer's kind. */
  public static void main(String[] arguments) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Worker worker = new Worker(PeerKind.valueOf(arguments[0].toUpperCase(Locale.ROOT)));
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.println(worker.answerOrFailure(line));
    }
    worker.close();
  }

  private void close() {
    if (peer != null) {
      peer.close();
    }
  }

  private String answerOrFailure(String line) {
    try {
      return ANSWER + answer(line.split(" ", -1));
    } catch (RuntimeException | LinkageError e) {
      return FAILURE + e.toString().replaceAll("\\s+", " ");
    }
  }

  private String answer(String[] words) {
    int[] numbers = Arrays.stream(words).skip(1).mapToInt(Integer::parseInt).toArray();
    return switch (words[0]) {
      case "load" -> load(numbers);
      case "losses" -> text(DoubleStream.generate(peer::loss).limit(numbers[0]));
      case "sample" -> text(sample(numbers[0]));
      case "train" -> text(times(numbers[0], peer::step));
      case "infer" -> text(times(numbers[0], peer::infer));
      case "profile" -> profile(peer.profile(numbers[0]));
      case "peak" -> text(DoubleStream.of(CpuPeak.measure(numbers[0]) / FLOPS_PER_GFLOP));
      default -> throw new IllegalArgumentException("command must be known, command=" + words[0]);
    };
  }

  private String load(int[] numbers) {
    close();
    Shape shape = new Shape(numbers[0], numbers[1], numbers[2], numbers[3]);
    peer = kind.open(Example.of(shape), numbers[4]);
    return peer.describe();
  }

  private DoubleStream sample(int count) {
    peer.infer();
    return Samples.of(peer.output(), count);
  }

  private static DoubleStream times(int count, Runnable work) {
    double[] millis = new double[count];
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      work.run();
      millis[i] = (System.nanoTime() - start) / NANOS_PER_MILLI;
    }
    return Arrays.stream(millis);
  }

  private static String profile(StepProfile p) {
    return text(DoubleStream.of(p.forward(), p.backward(), p.head(), p.update(), p.rest()));
  }

  private static String text(DoubleStream numbers) {
    return numbers.mapToObj(Double::toString).collect(Collectors.joining(" "));
  }
}
