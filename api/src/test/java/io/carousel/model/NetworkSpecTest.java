package io.carousel.model;

import static io.carousel.model.RecurrentOption.backward;
import static io.carousel.model.RecurrentOption.bidirectional;
import static io.carousel.model.RecurrentOption.dropout;
import static io.carousel.model.RecurrentOption.forgetBias;
import static io.carousel.model.RecurrentOption.layers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class NetworkSpecTest {
  private static final NetworkSpec INPUT = NetworkSpec.input(4);

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    refused(() -> NetworkSpec.input(0), "features must be positive, features=0");
    refused(() -> NetworkSpec.tokens(-1), "vocabulary must be positive, vocabulary=-1");
    refused(() -> INPUT.lstm(0), "hiddenSize must be positive, hiddenSize=0");
    refused(() -> INPUT.lstm(1, layers(0)), "layers must be positive, layers=0");
    refused(() -> INPUT.dense(-2), "units must be positive, units=-2");
    refused(() -> NetworkSpec.tokens(3).embedding(0), "width must be positive, width=0");
    refused(() -> INPUT.dropout(1), "dropout must be at least 0 and below 1, dropout=1.0");
    refused(() -> INPUT.dropout(-0.1), "dropout must be at least 0 and below 1, dropout=-0.1");
    refused(
        () -> INPUT.gru(1, dropout(Double.NaN)),
        "dropout must be at least 0 and below 1, dropout=NaN");
    refused(() -> Initializer.uniform(0), "limit must be positive and finite, limit=0.0");
  }

  @Test
  void aForgetBiasNeedsAForgetGateAndMustBeFinite() {
    refused(
        () -> INPUT.gru(3, forgetBias(1)),
        "forgetBias needs a forget gate, which only the LSTM has, cell=gru");
    refused(
        () -> INPUT.lstm(3, forgetBias(Double.NaN)), "forgetBias must be finite, forgetBias=NaN");
  }

  @Test
  void anEmbeddingStandsFirstAndOnTokensOnly() {
    String start = "an embedding must be the first layer and needs tokens as input, layer=";
    String remedy = "; start with NetworkSpec.tokens(vocabulary)";
    refused(() -> INPUT.embedding(2), start + "0 (embedding, width=2)" + remedy);
    refused(
        () -> NetworkSpec.tokens(5).embedding(2).embedding(3),
        start + "1 (embedding, width=3)" + remedy);
    refused(
        () -> NetworkSpec.tokens(5).lstm(2),
        "the first layer on tokens must be an embedding, layer=0 (lstm, hidden=2); add"
            + " embedding(width) first");
  }

  @Test
  void nothingNeedsATimeAxisAfterPooling() {
    String start = "a recurrent or pooling layer needs a time axis, which an earlier pooling";
    refused(() -> INPUT.lastPosition().lstm(2), start + " removed, layer=1 (lstm, hidden=2)");
    refused(() -> INPUT.meanOverTime().maxOverTime(), start + " removed, layer=1 (pool, max)");
    assertThat(INPUT.lastPosition().dropout(0.5).dense(3).outputPerStep()).isFalse();
  }

  @Test
  void aNetworkWithoutLayersHasNoInstances() {
    refused(INPUT::instances, "a network needs a layer, layers=0; add lstm(hiddenSize)");
  }

  @Test
  void aStackBecomesSingleLayersWithDropoutBetween() {
    NetworkSpec network =
        INPUT.lstm(8, layers(3), dropout(0.2), bidirectional()).finalState().dense(1);
    List<LayerInstance> instances = network.instances();
    assertThat(instances.stream().map(LayerInstance::name))
        .containsExactly(
            "0.lstm.0",
            "0.lstm.1.dropout",
            "0.lstm.1",
            "0.lstm.2.dropout",
            "0.lstm.2",
            "1.pool",
            "2.dense");
    assertThat(instances.stream().map(LayerInstance::number)).containsExactly(0, 1, 2, 3, 4, 5, 6);
    assertThat(instances.stream().map(LayerInstance::layer)).containsExactly(0, 0, 0, 0, 0, 1, 2);
    assertThat(instances.stream().map(LayerInstance::inputWidth))
        .containsExactly(4, 16, 16, 16, 16, 16, 16);
    assertThat(instances.stream().map(LayerInstance::outputPerStep))
        .containsExactly(true, true, true, true, true, false, false);
    assertThat(instances.get(4).describe()).isEqualTo("layer 0 (lstm, hidden=8, bidirectional)");
  }

  @Test
  void theFinalStateIsThatOfTheRecurrentLayerRightBefore() {
    refused(
        INPUT::finalState,
        "pooling by finalState needs a recurrent layer right before it, layer=0 (pool, finalState);"
            + " use lastPosition()");
    refused(
        () -> INPUT.lstm(8).dense(3).dropout(0.1).finalState(),
        "pooling by finalState needs a recurrent layer right before it, layer=3 (pool, finalState);"
            + " use lastPosition()");
    assertThat(forwardWidth(INPUT.lstm(8))).isEqualTo(8);
    assertThat(forwardWidth(INPUT.lstm(8, backward()))).isZero();
    assertThat(forwardWidth(INPUT.lstm(8, layers(2), dropout(0.2), bidirectional()).dropout(0.5)))
        .isEqualTo(8);
  }

  private static int forwardWidth(NetworkSpec network) {
    List<LayerInstance> instances = network.finalState().instances();
    return instances.get(instances.size() - 1).forwardWidth();
  }

  @Test
  void aNetworkKnowsItsOutputAndWhetherItsStateCanBeCarried() {
    assertThat(INPUT.lstm(8).dense(3).outputWidth()).isEqualTo(3);
    assertThat(INPUT.lstm(8, bidirectional()).outputWidth()).isEqualTo(16);
    assertThat(INPUT.lstm(8).causal()).isTrue();
    assertThat(INPUT.lstm(8, backward()).causal()).isFalse();
    assertThat(INPUT.dense(3).recurrent()).isFalse();
    assertThat(INPUT.rnn(3).recurrent()).isTrue();
  }

  /** 4 (8 * 4 + 8 * 8 + 8) = 416, then 4 (8 * 8 + 8 * 8 + 8) = 544: together 960. */
  @Test
  void theTableShowsEveryLayer() {
    NetworkSpec network = INPUT.lstm(8, layers(2), dropout(0.2)).finalState().dense(1);
    assertThat(network.toTable())
        .isEqualTo(
            """
            layer  what                                   output     parameters
                   features=4                             [T, N, 4]
            0      lstm, hidden=8, layers=2, dropout=0.2  [T, N, 8]         960
            1      pool, finalState                       [N, 8]              0
            2      dense, units=1                         [N, 1]              9
                   total                                                    969
            """);
  }

  /** Tokens have no feature axis; 1000 * 16 weights, 2 * 3 (32 * 16 + 32 * 32 + 32) + 2 * 32. */
  @Test
  void theTableOfATextNetworkShowsItsVocabulary() {
    NetworkSpec network =
        NetworkSpec.tokens(1000).embedding(16).gru(32, bidirectional()).dense(5, Activation.TANH);
    assertThat(network.toTable())
        .isEqualTo(
            """
            layer  what                           output      parameters
                   tokens, vocabulary=1000        [T, N]
            0      embedding, width=16            [T, N, 16]      16,000
            1      gru, hidden=32, bidirectional  [T, N, 64]       9,472
            2      dense, units=5, tanh           [T, N, 5]          325
                   total                                          25,797
            """);
  }

  @Test
  void aStackWithoutDropoutIsItsLayersAlone() {
    assertThat(INPUT.lstm(8, layers(2)).instances().stream().map(LayerInstance::name))
        .containsExactly("0.lstm.0", "0.lstm.1");
  }

  @Test
  void aDropoutLayerSaysWhatItIs() {
    LayerInstance dropout = INPUT.dropout(0.25).instances().get(0);
    assertThat(dropout.name()).isEqualTo("0.dropout");
    assertThat(dropout.describe()).isEqualTo("layer 0 (dropout, probability=0.25)");
  }
}
