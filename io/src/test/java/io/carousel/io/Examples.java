package io.carousel.io;

import static io.carousel.model.RecurrentOption.bidirectional;
import static io.carousel.model.RecurrentOption.dropout;
import static io.carousel.model.RecurrentOption.forgetBias;
import static io.carousel.model.RecurrentOption.layers;

import io.carousel.data.Scaler;
import io.carousel.model.Activation;
import io.carousel.model.Initializer;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.spi.LossScale;
import io.carousel.spi.NumberType;
import io.carousel.spi.Parameters;
import io.carousel.spi.Precision;
import io.carousel.spi.Sums;
import io.carousel.train.Checkpoint;
import io.carousel.train.EpochResult;
import io.carousel.train.TrainingSettings;
import io.carousel.train.TrainingState;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Models and checkpoints for tests. */
final class Examples {
  private Examples() {}

  /** One dense layer: W [1, 2] and b [1]. */
  static NetworkSpec tiny() {
    return NetworkSpec.input(2).dense(1);
  }

  /** Every kind of layer on numbers. */
  static NetworkSpec large() {
    return NetworkSpec.input(3)
        .lstm(4, layers(2), dropout(0.25), bidirectional(), forgetBias(-1.5))
        .gru(2)
        .rnn(2)
        .dropout(0.1)
        .meanOverTime()
        .dense(3, Activation.SIGMOID)
        .initialized(Initializer.uniform(0.1));
  }

  /** Two numbers for each step. */
  static NetworkSpec perStep() {
    return NetworkSpec.input(3).lstm(2).dense(2);
  }

  static NetworkSpec onTokens(int vocabulary) {
    return NetworkSpec.tokens(vocabulary)
        .embedding(2)
        .lstm(2)
        .dense(vocabulary)
        .initialized(Initializer.pytorch());
  }

  static FeatureEncoding features() {
    return new FeatureEncoding(
        List.of(
            new FeatureEncoding.Column("close", List.of(), false),
            new FeatureEncoding.Column("day", List.of("mon", "tue"), false)));
  }

  private static final Reading READING =
      new Reading(
          new CsvFormat(";", ",", ".", List.of("%"), List.of("?", "-999")),
          Missing.FORWARD_FILL,
          "date",
          "dd.MM.yyyy",
          "Europe/Berlin",
          4);

  static Recipe.Forecast forecast() {
    Scaler scaler =
        new Scaler(
            List.of("close", "day=mon", "day=tue", "volume"),
            List.of(0.1, -0.0, 1e-300, 1.0 / 3),
            List.of(1.0, Double.MIN_VALUE, Double.MAX_VALUE, 2.5));
    return new Recipe.Forecast(features(), List.of("volume"), 48, 3, 12, scaler, null, READING);
  }

  static Recipe.Classification classification() {
    return new Recipe.Classification(
        features(),
        "id",
        "label",
        List.of("no", "yes"),
        true,
        Scaler.identity(features().names()),
        Reading.STANDARD.withMissing(Missing.DROP));
  }

  static Recipe.Language language() {
    return new Recipe.Language(Vocabulary.fit("a \"b\"\n\u20ac", Vocabulary.Unit.WORD, 0));
  }

  static TrainingState state() {
    double nan = Double.NaN;
    double infinity = Double.POSITIVE_INFINITY;
    return new TrainingState(
        3,
        7,
        Long.MAX_VALUE,
        9_007_199_254_740_993L,
        2,
        1e-3 / 3,
        11,
        12,
        0.1 + 0.2,
        infinity,
        -1,
        4,
        -infinity,
        5,
        -0.0,
        new Sums(Double.MIN_VALUE, 1e300, Double.MAX_VALUE, nan, -1),
        new LossScale(0x1p20, 1999, 3),
        List.of(
            new EpochResult(0, 1.0 / 3, nan, 1e-3, 100, 3000, 1.25, 0),
            new EpochResult(1, 0.25, 0.3, 1e-3, 100, 3000, 1.5, 3)));
  }

  /** A checkpoint whose numbers are any bits of its type. */
  static Checkpoint checkpoint(NetworkSpec network, NumberType type, Random random) {
    int size = (int) ParameterLayout.of(network).size();
    Map<Parameters.Block, double[]> blocks = new EnumMap<>(Parameters.Block.class);
    for (Parameters.Block block : Parameters.Block.values()) {
      blocks.put(block, bits(size, type, random));
    }
    double[] best = bits(size, type, random);
    double[] carried = bits(5, type, random);
    return new Checkpoint(
        network,
        new TrainingSettings(Map.of("seed", "42\n\"x\"")),
        "cpu",
        type,
        Precision.FP16,
        state(),
        blocks,
        best,
        carried);
  }

  private static double[] bits(int size, NumberType type, Random random) {
    double[] numbers = new double[size];
    for (int i = 0; i < size; i++) {
      numbers[i] =
          type == NumberType.F32
              ? Float.intBitsToFloat(random.nextInt())
              : Double.longBitsToDouble(random.nextLong());
    }
    boolean narrow = type == NumberType.F32;
    double[] special = {
      -0.0,
      narrow ? Float.MIN_VALUE : Double.MIN_VALUE,
      narrow ? -Float.MIN_NORMAL / 2 : -Double.MIN_NORMAL / 2,
      Double.NEGATIVE_INFINITY,
      Double.NaN
    };
    System.arraycopy(special, 0, numbers, 0, Math.min(size, special.length));
    return numbers;
  }
}
