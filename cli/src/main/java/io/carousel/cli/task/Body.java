package io.carousel.cli.task;

import io.carousel.internal.Require;
import io.carousel.model.Initializer;
import io.carousel.model.NetworkSpec;
import io.carousel.model.PoolSpec;
import io.carousel.model.Pooling;
import io.carousel.model.RecurrentSpec;

/**
 * What all networks of the command line have in common.
 *
 * @param dropout before the output layer; the stack has its own between layers
 * @param start how weights start
 */
public record Body(RecurrentSpec stack, double dropout, Initializer start) {
  public Body {
    Require.dropProbability(dropout, "dropout");
  }

  /** Input, recurrent layers, one output per step. */
  NetworkSpec perStep(NetworkSpec input, int outputs) {
    return withOutput(input.then(stack), outputs);
  }

  /** Input, recurrent layers, one output per sequence. */
  NetworkSpec perSequence(NetworkSpec input, Pooling pooling, int outputs) {
    return withOutput(input.then(stack).then(new PoolSpec(pooling)), outputs);
  }

  private NetworkSpec withOutput(NetworkSpec network, int outputs) {
    NetworkSpec dropped = dropout == 0 ? network : network.dropout(dropout);
    return dropped.dense(outputs).initialized(start);
  }
}
