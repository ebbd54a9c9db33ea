package io.carousel.parity;

import io.carousel.spi.Precision;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A whole comparison, for people.
 *
 * @param backend what was compared, as it describes itself
 * @param precision in which it ran
 * @param results a result for each case
 */
public record ParityReport(String backend, Precision precision, List<ParityResult> results) {
  private static final Comparator<Comparison> WORST_FIRST =
      Comparator.comparingDouble(Comparison::ratio).reversed();

  public ParityReport {
    results = List.copyOf(results);
  }

  /** All comparisons, the one that uses most of its tolerance first. */
  public List<Comparison> comparisons() {
    return results.stream().flatMap(r -> r.comparisons().stream()).sorted(WORST_FIRST).toList();
  }

  /** Those that do not agree. */
  public List<Comparison> failures() {
    return comparisons().stream().filter(c -> !c.agrees()).toList();
  }

  /** Whether all that ran agrees and something ran. */
  public boolean agrees() {
    return failures().isEmpty() && !comparisons().isEmpty();
  }

  /** Those cases that the backend cannot run. */
  public List<ParityResult> refusals() {
    return results.stream().filter(r -> r.refusal() != null).toList();
  }

  /** The largest ratio of an error and its tolerance; 0 if nothing was compared. */
  public double worstRatio() {
    return comparisons().stream().mapToDouble(Comparison::ratio).findFirst().orElse(0);
  }

  /** One line: how much was compared and how it went. */
  public String summary() {
    return String.format(
        Locale.ROOT,
        "%s, %s: %d comparisons in %d cases, %d disagree, %d cases refused,"
            + " worst error/tolerance %.3g",
        backend,
        precision.label(),
        comparisons().size(),
        results.size() - refusals().size(),
        failures().size(),
        refusals().size(),
        worstRatio());
  }

  /**
   * A table, the worst ratio first, with everything that disagrees and everything refused.
   *
   * @param rows how many lines at most for what agrees
   */
  public String table(int rows) {
    List<Comparison> all = comparisons();
    int shown = (int) Math.min(all.size(), (long) failures().size() + rows);
    int wide = all.stream().limit(shown).mapToInt(c -> label(c).length()).max().orElse(6);
    StringBuilder text = new StringBuilder(summary()).append('\n');
    text.append(Tolerance.describe(precision)).append('\n');
    String line = "%-" + Math.max(6, wide) + "s  %-14s  %9s  %9s  %9s  %s%n";
    text.append(line.formatted("tensor", "shape", "error", "tolerance", "ratio", "verdict"));
    all.stream().limit(shown).forEach(c -> text.append(row(line, c)));
    if (shown < all.size()) {
      text.append("... and ").append(all.size() - shown).append(" more that agree\n");
    }
    refusals().forEach(r -> text.append("refused: ").append(r.refusal()).append('\n'));
    return text.toString();
  }

  private static String label(Comparison c) {
    return c.subject() + ": " + c.tensor();
  }

  private static String row(String line, Comparison c) {
    String verdict = c.agrees() ? "agrees" : "DISAGREES " + c.detail();
    return String.format(
        Locale.ROOT,
        line,
        label(c),
        c.shape(),
        number(c.error()),
        number(c.tolerance()),
        number(c.ratio()),
        verdict.strip());
  }

  private static String number(double value) {
    return value == 0 ? "0" : String.format(Locale.ROOT, "%.2e", value);
  }
}
