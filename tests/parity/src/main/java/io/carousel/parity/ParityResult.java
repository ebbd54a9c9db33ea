package io.carousel.parity;

import java.util.List;

/**
 * What became of a case.
 *
 * @param name the case's
 * @param comparisons every tensor; empty if the case was refused
 * @param refusal why the backend cannot run it, or null
 */
public record ParityResult(String name, List<Comparison> comparisons, String refusal) {
  public ParityResult {
    comparisons = List.copyOf(comparisons);
  }

  /** Whether everything that was compared agrees. */
  public boolean agrees() {
    return comparisons.stream().allMatch(Comparison::agrees);
  }

  /** The comparisons that do not agree. */
  public List<Comparison> failures() {
    return comparisons.stream().filter(c -> !c.agrees()).toList();
  }
}
