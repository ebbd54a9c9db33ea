package io.carousel.optim;

import io.carousel.internal.Require;
import java.util.List;
import java.util.Objects;

/**
 * Gradient transforms in order, then one optimizer.
 *
 * @param transforms each sees what the one before has made of the mean gradient
 * @param optimizer turns the result into new weights
 */
public record UpdateChain(
    List<UpdateRule.GradientTransform> transforms, UpdateRule.Optimizer optimizer) {
  public UpdateChain {
    transforms = List.copyOf(transforms);
    Objects.requireNonNull(optimizer, "optimizer");
  }

  /**
   * A chain from its links.
   *
   * @throws IllegalArgumentException unless exactly the last link is an optimizer
   */
  public static UpdateChain of(UpdateRule... rules) {
    Require.that(
        rules.length > 0 && rules[rules.length - 1] instanceof UpdateRule.Optimizer,
        "the last update rule must be an optimizer, rules=" + List.of(rules));
    List<UpdateRule> before = List.of(rules).subList(0, rules.length - 1);
    for (UpdateRule rule : before) {
      Require.that(
          rule instanceof UpdateRule.GradientTransform,
          "only the last update rule may be an optimizer, rules=" + List.of(rules));
    }
    return new UpdateChain(
        before.stream().map(UpdateRule.GradientTransform.class::cast).toList(),
        (UpdateRule.Optimizer) rules[rules.length - 1]);
  }
}
