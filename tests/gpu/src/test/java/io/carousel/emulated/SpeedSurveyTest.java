package io.carousel.emulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.bindings.NativeCallException;
import io.carousel.bindings.cuda.CudaEvent;
import io.carousel.bindings.cuda.CudaGraph;
import io.carousel.bindings.cuda.CudaType;
import io.carousel.bindings.cuda.Cudnn;
import io.carousel.bindings.cuda.CudnnRnnShape;
import io.carousel.bindings.cuda.KernelArguments;
import io.carousel.bindings.cuda.KernelLaunch;
import io.carousel.bindings.cuda.MathMode;
import io.carousel.bindings.cuda.PinnedMemory;
import io.carousel.bindings.cuda.RnnAlgorithm;
import io.carousel.bindings.cuda.RnnCell;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cuDNN, launches and copies take by themselves. */
@Survey
class SpeedSurveyTest {
  private static final int REPEATS = Findings.size(10, 1);
  private static final int LAUNCHES = Findings.size(1000, 10);
  private static final int BYTES = Findings.size(64 << 20, 1 << 10);
  private static final double NANOS_PER_MICRO = 1e3;

  /** B 16, T 1024, H 768: published for PyTorch on an H100 are 2.01 ms and 5.19 ms in fp16. */
  @ParameterizedTest
  @CsvSource({"F16,TENSOR", "BF16,TENSOR", "F32,TF32", "F32,IEEE"})
  void theLayerThatHasBeenPublished(CudaType type, MathMode math) {
    try (Rig rig = new Rig();
        Cudnn dnn = Cudnn.create(rig.stream)) {
      for (RnnAlgorithm algorithm : RnnAlgorithm.values()) {
        String found = attempt(rig, dnn, shape(type, math, algorithm, true));
        Findings.say("%s", found);
        assertThat(found).contains(algorithm == RnnAlgorithm.STANDARD ? " and backward " : "");
      }
    }
  }

  private static String attempt(Rig rig, Cudnn dnn, CudnnRnnShape shape) {
    try (RnnBench inference =
            new RnnBench(rig, dnn, shape(shape.type(), shape.math(), shape.algorithm(), false));
        RnnBench training = new RnnBench(rig, dnn, shape)) {
      return String.format(
          Locale.ROOT,
          "%s: forward for prediction %.3f ms, forward %.3f ms, forward and backward %.3f ms,"
              + " reserve %d bytes",
          shape,
          inference.milliseconds(REPEATS, inference::run),
          training.milliseconds(REPEATS, training.rnn::forward),
          training.milliseconds(REPEATS, training::run),
          training.rnn.reserveBytes());
    } catch (NativeCallException e) {
      return e.getMessage();
    }
  }

  private static CudnnRnnShape shape(
      CudaType type, MathMode math, RnnAlgorithm algorithm, boolean training) {
    int hidden = Findings.size(768, 8);
    int steps = Findings.size(1024, 2);
    return new CudnnRnnShape(
        RnnCell.LSTM, false, true, hidden, hidden, steps, 16, type, math, algorithm, training);
  }

  @Test
  void launchesOneByOneAndAsAGraph() {
    try (Rig rig = new Rig()) {
      long x = rig.upload(1, 2, 3);
      KernelArguments arguments =
          new KernelArguments().longInteger(3).real(1).integer(0).pointer(x).pointer(x);
      KernelLaunch launch = rig.keep(rig.kernel("emulatedScale").launch(1, 32, 0, arguments));
      Runnable all =
          () -> {
            for (int i = 0; i < LAUNCHES; i++) {
              launch.run(rig.stream);
            }
          };
      all.run();
      rig.stream.synchronize();
      say("kernel", time(rig, all), LAUNCHES);
      rig.stream.beginCapture();
      all.run();
      CudaGraph graph = rig.keep(rig.stream.endCapture());
      assertThat(graph.nodes()).isEqualTo(LAUNCHES);
      graph.launch(rig.stream);
      rig.stream.synchronize();
      say("kernel in a graph of " + LAUNCHES, time(rig, () -> graph.launch(rig.stream)), LAUNCHES);
      long start = System.nanoTime();
      rig.stream.synchronize();
      Findings.say("waiting for nothing: %.2f us", micros(start));
    }
  }

  /** Microseconds of the host until it is enqueued, of all until it is done, and of the device. */
  private static double[] time(Rig rig, Runnable work) {
    CudaEvent before = rig.keep(CudaEvent.create());
    CudaEvent after = rig.keep(CudaEvent.create());
    before.record(rig.stream);
    long start = System.nanoTime();
    work.run();
    double enqueued = micros(start);
    after.record(rig.stream);
    after.synchronize();
    return new double[] {enqueued, micros(start), 1000 * after.millisecondsSince(before)};
  }

  private static double micros(long start) {
    return (System.nanoTime() - start) / NANOS_PER_MICRO;
  }

  private static void say(String what, double[] micros, int count) {
    Findings.say(
        "%s: %.2f us to enqueue, %.2f us until done, %.2f us on the device",
        what, micros[0] / count, micros[1] / count, micros[2] / count);
  }

  @Test
  void copiesFromAndToPinnedMemory() {
    try (Rig rig = new Rig();
        PinnedMemory pinned = PinnedMemory.allocate(BYTES)) {
      long device = rig.memory(BYTES);
      pinned.asByteBuffer().put(BYTES - 1, (byte) 7);
      sayRate("to the device", rig, () -> rig.stream.copy(pinned.address(), device, BYTES));
      assertThat(rig.download(device + BYTES - 1, 1)).containsExactly(7);
      sayRate("from the device", rig, () -> rig.stream.copy(device, pinned.address(), BYTES));
      long other = rig.memory(BYTES);
      sayRate("on the device", rig, () -> rig.stream.copy(device, other, BYTES));
      byte[] array = new byte[BYTES];
      long start = System.nanoTime();
      pinned.asByteBuffer().put(0, array);
      Findings.say(
          "filling %d bytes of pinned memory from an array: %.1f GB/s",
          BYTES, BYTES / micros(start) / 1e3);
    }
  }

  private static void sayRate(String what, Rig rig, Runnable copy) {
    copy.run();
    rig.stream.synchronize();
    double micros = time(rig, copy)[2];
    Findings.say(
        "copying %d bytes %s: %.1f us, %.1f GB/s", BYTES, what, micros, BYTES / micros / 1e3);
  }
}
