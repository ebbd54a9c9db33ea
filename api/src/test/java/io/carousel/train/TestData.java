package io.carousel.train;

import io.carousel.data.Sequence;
import io.carousel.data.Sequences;
import io.carousel.random.Philox;
import io.carousel.random.Purpose;
import java.util.ArrayList;
import java.util.List;

/** Data that tests make themselves. */
public final class TestData {
  private TestData() {}

  /** Ragged sequences of one feature whose target is the mean of their values. */
  public static Sequences means(int count, int longest, long seed) {
    Philox random = new Philox(seed, Purpose.USER, 0, 0);
    List<Sequence> sequences = new ArrayList<>();
    long n = 0;
    for (int i = 0; i < count; i++) {
      float[][] steps = new float[1 + random.below(longest, n++)][1];
      float sum = 0;
      for (float[] step : steps) {
        step[0] = (float) (2 * random.uniformDouble(n++) - 1);
        sum += step[0];
      }
      sequences.add(Sequence.of(steps).withTarget(sum / steps.length));
    }
    return Sequences.of(sequences);
  }

  /**
   * The adding problem of Hochreiter and Schmidhuber (1997): numbers in [0, 1] of which two are
   * marked, one in each half; the target is their sum. Foretelling 1 always has an MSE of 1/6.
   */
  public static Sequences adding(int count, int steps, long seed) {
    Philox random = new Philox(seed, Purpose.USER, 1, 0);
    List<Sequence> sequences = new ArrayList<>();
    long n = 0;
    for (int i = 0; i < count; i++) {
      float[][] x = new float[steps][2];
      for (float[] step : x) {
        step[0] = (float) random.uniformDouble(n++);
      }
      int first = random.below(steps / 2, n++);
      int second = steps / 2 + random.below(steps - steps / 2, n++);
      x[first][1] = 1;
      x[second][1] = 1;
      sequences.add(Sequence.of(x).withTarget(x[first][0] + x[second][0]));
    }
    return Sequences.of(sequences);
  }

  /** Noisy waves of 5 to 60 steps; the label tells which of the periods 3, 5, 8, 13 it has. */
  public static Sequences frequencies(int count, long seed) {
    double[] periods = {3, 5, 8, 13};
    Philox random = new Philox(seed, Purpose.USER, 2, 0);
    List<Sequence> sequences = new ArrayList<>();
    long n = 0;
    for (int i = 0; i < count; i++) {
      int label = i % periods.length;
      float[][] x = new float[5 + random.below(56, n++)][1];
      double phase = random.uniformDouble(n++);
      for (int t = 0; t < x.length; t++) {
        double noise = 0.1 * random.normal(n++);
        x[t][0] = (float) (Math.sin(2 * Math.PI * (t / periods[label] + phase)) + noise);
      }
      sequences.add(Sequence.of(x).withLabel(label));
    }
    return Sequences.of(sequences);
  }

  /** Tokens 0, 1, 2 ... with a random jump now and then. */
  public static int[] tokens(int count, int vocabulary, long seed) {
    Philox random = new Philox(seed, Purpose.USER, 3, 0);
    int[] tokens = new int[count];
    for (int i = 1; i < count; i++) {
      boolean jump = random.uniformDouble(2L * i) < 0.1;
      tokens[i] = jump ? random.below(vocabulary, 2L * i + 1) : (tokens[i - 1] + 1) % vocabulary;
    }
    return tokens;
  }
}
