package io.carousel.benchmarks;

import io.carousel.Backends;
import io.carousel.data.Sequence;
import io.carousel.data.Sequences;
import io.carousel.loss.Loss;
import io.carousel.model.NetworkSpec;
import io.carousel.optim.UpdateRule;
import io.carousel.predict.Model;
import io.carousel.predict.Predictor;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import io.carousel.train.StopRule;
import io.carousel.train.Trainer;
import io.carousel.train.TrainingReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Predicts and trains for a while under a memory limit, with lengths that are hardly ever the same,
 * and says how much memory of the process is resident: {@code tests/benchmarks/run --soak}.
 */
public final class Soak {
  private static final PrintStream OUT = System.out;
  private static final int FEATURES = 4;
  private static final int LONGEST = 2000;
  private static final int[] HIDDEN = {8, 32, 64, 128};
  private static final int PREDICTIONS = 20_000;
  private static final int SEQUENCES = 200;
  private static final long MIB = 1L << 20;
  private static final long LIMIT = 200 * MIB;

  private final Random random = new Random(1);
  private final Backend backend;

  private Soak(Backend backend) {
    this.backend = backend;
  }

  public static void main(String[] arguments) throws IOException {
    say("started");
    BackendOptions options =
        BackendOptions.defaults().withMemoryLimit(LIMIT).withThreads(Setting.threads());
    try (Backend backend = Backends.open("cpu", options)) {
      say("opened, " + backend.describe() + ", limit " + LIMIT / MIB + " MiB");
      Soak soak = new Soak(backend);
      for (int hidden : HIDDEN) {
        soak.predict(hidden, PREDICTIONS / HIDDEN.length);
      }
      soak.train(SEQUENCES);
    }
    say("closed");
  }

  private static void say(String what) throws IOException {
    OUT.printf(Locale.ROOT, "%5d MiB resident: %s%n", resident() / MIB, what);
  }

  /** Bytes of the process in memory, see proc(5). */
  private static long resident() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
      }
    }
    throw new IOException("/proc/self/status must name the resident memory, missing=VmRSS");
  }

  private void predict(int hidden, int count) throws IOException {
    NetworkSpec network = NetworkSpec.input(FEATURES).lstm(hidden).finalState().dense(1);
    try (Predictor predictor = Model.fresh(network, 1).predictor(backend)) {
      for (int i = 1; i <= count; i++) {
        predictor.predict(steps(length()));
        if (i % (count / 2) == 0) {
          say(hidden + " units, " + i + " predictions");
        }
      }
    }
    say(hidden + " units, predictor closed");
  }

  private void train(int sequences) throws IOException {
    List<Sequence> examples = new ArrayList<>();
    for (int i = 0; i < sequences; i++) {
      examples.add(Sequence.of(steps(1 + length() / 4)).withTarget((float) random.nextGaussian()));
    }
    NetworkSpec network = NetworkSpec.input(FEATURES).lstm(64).finalState().dense(1);
    try (Trainer trainer =
        Trainer.on(backend)
            .network(network)
            .loss(Loss.meanSquaredError())
            .update(UpdateRule.adam(1e-3))
            .batchSize(16)
            .build()) {
      TrainingReport report = trainer.fit(Sequences.of(examples), StopRule.epochs(3));
      say("trained on " + sequences + " sequences, loss " + report.history().get(2).trainingLoss());
    }
    say("trainer closed");
  }

  /** Mostly short, sometimes long; never 0. */
  private int length() {
    return 1 + random.nextInt(random.nextInt(4) == 0 ? LONGEST : 200);
  }

  private float[][] steps(int count) {
    float[][] steps = new float[count][FEATURES];
    for (float[] step : steps) {
      for (int i = 0; i < FEATURES; i++) {
        step[i] = (float) random.nextGaussian();
      }
    }
    return steps;
  }
}
