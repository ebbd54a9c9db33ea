package io.carousel.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.carousel.cli.task.Body;
import io.carousel.model.Cell;
import io.carousel.model.Direction;
import io.carousel.model.Initializer;
import io.carousel.model.Pooling;
import io.carousel.model.RecurrentSpec;
import io.carousel.optim.UpdateChain;
import io.carousel.optim.UpdateRule;
import io.carousel.spi.Precision;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class OptionsTest {
  @Command
  private static final class AllOptions {
    @Mixin private UpdateOptions update = new UpdateOptions();
    @Mixin private NetworkOptions network = new NetworkOptions();
    @Mixin private PoolingOption pooling = new PoolingOption();
    @Mixin private BackendOption backend = new BackendOption();
  }

  private static AllOptions parse(String... arguments) {
    AllOptions options = new AllOptions();
    new CommandLine(options).parseArgs(arguments);
    return options;
  }

  private static UpdateChain chain(String... arguments) {
    return parse(arguments).update.chain();
  }

  @Test
  void clipsAndUsesAdamUnlessToldOtherwise() {
    assertThat(chain())
        .isEqualTo(UpdateChain.of(UpdateRule.clipByGlobalNorm(1), UpdateRule.adam(1e-3)));
  }

  @Test
  void clipsDecaysThenUpdates() {
    assertThat(
            chain(
                "--clip-value=5",
                "--clip-norm=2",
                "--weight-decay=1e-4",
                "--optimizer=sgd",
                "--learning-rate=0.5"))
        .isEqualTo(
            UpdateChain.of(
                UpdateRule.clipByValue(5),
                UpdateRule.clipByGlobalNorm(2),
                UpdateRule.weightDecay(1e-4),
                UpdateRule.sgd(0.5)));
  }

  @Test
  void computesInStrictPrecisionUnlessToldOtherwise() {
    assertThat(parse().backend.precision()).isEqualTo(Precision.STRICT);
    assertThat(parse("--precision=bf16").backend.precision()).isEqualTo(Precision.BF16);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse("--precision=FP16").backend.precision())
        .withMessage(
            "precision must be one of [strict, tf32, fp16, bf16], precision=FP16; choose one of"
                + " them, in lower case");
  }

  @Test
  void knowsEveryOptimizer() {
    assertThat(chain("--optimizer=sgd", "--momentum=0.8").optimizer())
        .isEqualTo(UpdateRule.momentum(1e-3, 0.8));
    assertThat(chain("--optimizer=momentum").optimizer()).isEqualTo(UpdateRule.momentum(1e-3, 0.9));
    assertThat(chain("--optimizer=rmsprop").optimizer()).isEqualTo(UpdateRule.rmsProp(1e-3));
    assertThat(chain("--optimizer=adamw", "--clip-norm=0"))
        .isEqualTo(UpdateChain.of(UpdateRule.adamW(1e-3, 0.01)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--optimizer=lbfgs|optimizer must be one of [sgd, momentum, rmsprop, adam, adamw], optimizer=lbfgs",
        "--momentum=0.5|momentum needs optimizer sgd or momentum, momentum=0.5, optimizer=adam",
        "--clip-norm=-1|clipNorm must be finite and not negative, clipNorm=-1.0",
        "--learning-rate=0|learningRate must be positive and finite, learningRate=0.0",
      })
  void refusesAnUpdate(String option, String message) {
    assertThatIllegalArgumentException().isThrownBy(() -> chain(option)).withMessage(message);
  }

  @Test
  void describesTheRecurrentPart() {
    Body body =
        parse(
                "--cell=gru",
                "--hidden=9",
                "--layers=2",
                "--bidirectional",
                "--dropout=0.3",
                "--init=uniform:0.1")
            .network
            .body();
    assertThat(body)
        .isEqualTo(
            new Body(
                new RecurrentSpec(
                    Cell.GRU, 9, 2, Direction.BIDIRECTIONAL, 0.3, OptionalDouble.empty()),
                0.3,
                Initializer.uniform(0.1)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--cell=elman|cell must be one of [lstm, gru, rnn], cell=elman",
        "--hidden=0|hiddenSize must be positive, hiddenSize=0",
        "--dropout=1|dropout must be at least 0 and below 1, dropout=1.0",
        "--init=zero|init must be one of [default, uniform:LIMIT, pytorch], init=zero",
        "--init=uniform:x|the limit of init uniform must be a number, such as uniform:0.1, init=uniform:x",
        "--init=uniform:0|limit must be positive and finite, limit=0.0",
      })
  void refusesANetwork(String option, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse(option).network.body().toString())
        .withMessage(message);
  }

  @Test
  void poolsAsSuitsTheNetwork() {
    assertThat(parse().pooling.pooling(false)).isEqualTo(Pooling.FINAL_STATE);
    assertThat(parse("--pool=max").pooling.pooling(false)).isEqualTo(Pooling.MAX);
    assertThat(parse("--pool=lastPosition").pooling.pooling(false))
        .isEqualTo(Pooling.LAST_POSITION);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse("--pool=max").pooling.pooling(true))
        .withMessage("pool needs one label per sequence, pool=max, perStep=true");
  }
}
