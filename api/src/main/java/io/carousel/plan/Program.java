package io.carousel.plan;

import io.carousel.internal.Require;
import io.carousel.loss.Loss;
import io.carousel.model.Activation;
import io.carousel.model.DenseSpec;
import io.carousel.model.LayerSpec;
import io.carousel.model.NetworkSpec;
import io.carousel.optim.UpdateChain;
import java.util.Objects;

/**
 * What a plan computes, in every mode and shape.
 *
 * @param network the layers
 * @param loss what is minimized; null if only outputs are wanted
 * @param update how gradients change the weights; null if they do not
 */
public record Program(NetworkSpec network, Loss loss, UpdateChain update) {
  public Program {
    Objects.requireNonNull(network, "network");
    Require.that(
        !network.layers().isEmpty(), "a network needs a layer, layers=0; add lstm(hiddenSize)");
    if (loss != null && loss.takesLogits()) {
      LayerSpec last = network.layers().get(network.layers().size() - 1);
      Require.that(
          !activates(last),
          loss.label()
              + " takes logits, so the last layer must have no activation, layer="
              + last.describe()
              + "; leave the activation out");
    }
  }

  /** Whether an activation stands between a layer's sums and its output. */
  private static boolean activates(LayerSpec layer) {
    return switch (layer.kind()) {
      case DENSE -> ((DenseSpec) layer).activation() != Activation.NONE;
      case EMBEDDING, RECURRENT, DROPOUT, POOL -> false;
    };
  }

  /** Outputs only. */
  public static Program inference(NetworkSpec network) {
    return new Program(network, null, null);
  }

  /** Outputs, losses and gradients. */
  public static Program withLoss(NetworkSpec network, Loss loss) {
    return new Program(network, loss, null);
  }
}
