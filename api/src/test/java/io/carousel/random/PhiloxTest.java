package io.carousel.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.stat.correlation.PearsonsCorrelation;
import org.hipparchus.stat.descriptive.StreamingStatistics;
import org.hipparchus.stat.inference.ChiSquareTest;
import org.hipparchus.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhiloxTest {
  /**
   * The known answers of philox4x32-10 in the Random123 distribution, in its order c0..c3 k0 k1.
   */
  @ParameterizedTest
  @CsvSource({
    "00000000 00000000 00000000 00000000, 00000000 00000000, 6627e8d5 e169c58d bc57ac4c 9b00dbd8",
    "ffffffff ffffffff ffffffff ffffffff, ffffffff ffffffff, 408f276d 41c83b0e a20bc7c6 6d5451fd",
    "243f6a88 85a308d3 13198a2e 03707344, a4093822 299f31d0, d16cfe09 94fdcceb 5001e420 24126ea1"
  })
  void tenRoundsGiveTheKnownAnswers(String counter, String key, String expected) {
    int[] c = words(counter);
    int[] k = words(key);
    int[] out = new int[4];
    Philox.rounds(c[0], c[1], c[2], c[3], k[0], k[1], out);
    assertThat(out).containsExactly(words(expected));
  }

  private static int[] words(String hex) {
    return Arrays.stream(hex.split(" ", -1))
        .mapToInt(w -> Integer.parseUnsignedInt(w, 16))
        .toArray();
  }

  /** The counter is laid out as the class says: purpose 3 and layer 5 make 0x03000005. */
  @Test
  void aNumberIsAFunctionOfSeedPurposeLayerStepAndElement() {
    int[] out = new int[4];
    long seed = 0x0123456789abcdefL;
    Philox.rounds(2, 7, 0x03000005, 0, 0x89abcdef, 0x01234567, out);
    Philox numbers = new Philox(seed, Purpose.DROPOUT, 5, 7);
    assertThat(numbers.bits(8)).isEqualTo(out[0]);
    assertThat(numbers.bits(11)).isEqualTo(out[3]);
    assertThat(numbers.bits(0)).isNotEqualTo(out[0]);
    assertThat(numbers.bits(9)).isEqualTo(out[1]);
  }

  @Test
  void highBitsOfStepAndElementCount() {
    Philox low = new Philox(1, Purpose.USER, 0, 1);
    Philox high = new Philox(1, Purpose.USER, 0, 1 + (1L << 32));
    assertThat(high.bits(0)).isNotEqualTo(low.bits(0));
    assertThat(low.bits(4 + (1L << 34))).isNotEqualTo(low.bits(4));
  }

  /** 27 bits of one element above 26 of the next, as the class says. */
  @Test
  void aDoubleIsMadeOfTheHighBitsOfTwoElements() {
    Philox numbers = new Philox(42, Purpose.USER, 0, 0);
    for (int n = 0; n < 20; n++) {
      long high = Integer.toUnsignedLong(numbers.bits(2L * n)) / 32;
      long low = Integer.toUnsignedLong(numbers.bits(2L * n + 1)) / 64;
      assertThat(numbers.uniformDouble(n)).isEqualTo(Math.scalb((double) (high << 26 | low), -53));
    }
  }

  /** Box and Muller's pair is the radius and the angle of one number. */
  @Test
  void aNormalNumberIsMadeOfTwoDoubles() {
    Philox numbers = new Philox(42, Purpose.USER, 0, 0);
    for (int n = 0; n < 20; n++) {
      double radius = Math.sqrt(-2 * Math.log(1 - numbers.uniformDouble(2L * n)));
      double angle = 2 * Math.PI * numbers.uniformDouble(2L * n + 1);
      assertThat(numbers.normal(n)).isCloseTo(radius * Math.cos(angle), within(1e-12));
    }
  }

  /** 100 bins of 1000 expected numbers each; the seed is fixed, so the test never flickers. */
  @Test
  void numbersAreUniform() {
    Philox numbers = new Philox(42, Purpose.USER, 0, 0);
    double[] expected = new double[100];
    Arrays.fill(expected, 1000);
    long[] single = new long[100];
    long[] twice = new long[100];
    for (int i = 0; i < 100_000; i++) {
      single[(int) (numbers.uniform(i) * 100)]++;
      twice[(int) (numbers.uniformDouble(i) * 100)]++;
    }
    assertThat(new ChiSquareTest().chiSquareTest(expected, single)).isGreaterThan(0.01);
    assertThat(new ChiSquareTest().chiSquareTest(expected, twice)).isGreaterThan(0.01);
  }

  @Test
  void normalNumbersAreNormal() {
    Philox numbers = new Philox(42, Purpose.USER, 1, 0);
    double[] sample = IntStream.range(0, 2000).mapToDouble(numbers::normal).toArray();
    double p =
        new KolmogorovSmirnovTest().kolmogorovSmirnovTest(new NormalDistribution(0, 1), sample);
    assertThat(p).isGreaterThan(0.01);
  }

  /** Of 10000 pairs the correlation of independent numbers has a standard deviation of 0.01. */
  @Test
  void streamsThatDifferInOneWordAreIndependent() {
    Philox base = new Philox(42, Purpose.WEIGHTS, 0, 0);
    Philox[] others = {
      new Philox(43, Purpose.WEIGHTS, 0, 0),
      new Philox(42 + (1L << 32), Purpose.WEIGHTS, 0, 0),
      new Philox(42, Purpose.SHUFFLE, 0, 0),
      new Philox(42, Purpose.WEIGHTS, 1, 0),
      new Philox(42, Purpose.WEIGHTS, 0, 1)
    };
    double[] first = sample(base);
    for (Philox other : others) {
      double correlation = new PearsonsCorrelation().correlation(first, sample(other));
      assertThat(correlation).isCloseTo(0, within(0.04));
    }
  }

  private static double[] sample(Philox numbers) {
    return IntStream.range(0, 10_000).mapToDouble(numbers::uniform).toArray();
  }

  @Test
  void numbersStayInTheirRange() {
    Philox numbers = new Philox(7, Purpose.USER, 0, 0);
    StreamingStatistics seen = new StreamingStatistics();
    for (int i = 0; i < 20_000; i++) {
      seen.addValue(numbers.uniform(i));
      assertThat(numbers.below(6, i)).isBetween(0, 5);
    }
    assertThat(seen.getMin()).isBetween(0.0, 0.001);
    assertThat(seen.getMax()).isGreaterThan(0.999).isLessThan(1);
  }

  @Test
  void aPermutationHasEveryNumberOnceInNoPlainOrder() {
    int[] order = new Philox(3, Purpose.SHUFFLE, 0, 2).permutation(1000);
    assertThat(Arrays.stream(order).sorted().toArray())
        .containsExactly(IntStream.range(0, 1000).toArray());
    assertThat(order).isNotEqualTo(new Philox(3, Purpose.SHUFFLE, 0, 3).permutation(1000));
    assertThat(order).containsExactly(new Philox(3, Purpose.SHUFFLE, 0, 2).permutation(1000));
    assertThat(new Philox(3, Purpose.SHUFFLE, 0, 0).permutation(0)).isEmpty();
  }

  /** Each of the 24 orders of 4 things, 200 times expected. */
  @Test
  void allPermutationsAreEquallyLikely() {
    long[] seen = new long[256];
    for (int epoch = 0; epoch < 4800; epoch++) {
      int[] order = new Philox(11, Purpose.SHUFFLE, 0, epoch).permutation(4);
      seen[order[0] << 6 | order[1] << 4 | order[2] << 2 | order[3]]++;
    }
    long[] counts = Arrays.stream(seen).filter(count -> count > 0).toArray();
    double[] expected = new double[24];
    Arrays.fill(expected, 200);
    assertThat(counts).hasSize(24);
    assertThat(new ChiSquareTest().chiSquareTest(expected, counts)).isGreaterThan(0.01);
  }

  @Test
  void layersAndStepsThatDoNotFitTheCounterAreRefused() {
    refused(-1, 0, "layer must be in 0 to 16777215, layer=-1");
    refused(1 << 24, 0, "layer must be in 0 to 16777215, layer=16777216");
    refused(0, -1, "step must be in 0 to 2^48 - 1, step=-1");
    refused(0, 1L << 48, "step must be in 0 to 2^48 - 1, step=281474976710656");
  }

  private static void refused(int layer, long step, String message) {
    assertThatThrownBy(() -> new Philox(0, Purpose.USER, layer, step))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
