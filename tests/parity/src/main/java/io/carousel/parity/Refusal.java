package io.carousel.parity;

import io.carousel.Backends;
import io.carousel.model.NetworkSpec;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import java.util.List;
import java.util.regex.Matcher;

/**
 * A mistake that every backend must refuse with the same exception and the same whole text.
 *
 * @param mistake what is done wrong
 * @param network what the attempt needs
 * @param attempt does it
 */
public record Refusal(String mistake, NetworkSpec network, Attempt attempt) implements ParityCase {
  private static final String REFERENCE = "reference";

  /** Makes the mistake on a backend that nobody else uses. */
  @FunctionalInterface
  public interface Attempt {
    void on(Backend backend);
  }

  @Override
  public String name() {
    return "refusal of " + mistake;
  }

  /** The reference's name inside its message stands for the backend's own. */
  @Override
  public List<Comparison> compare(Pair pair) {
    String own = Matcher.quoteReplacement(pair.candidate().name());
    try (Backend reference = Backends.named(REFERENCE);
        Backend candidate = pair.opener().apply(BackendOptions.defaults())) {
      String expected = text(reference).replaceAll("\\b" + REFERENCE + "\\b", own);
      return List.of(Comparison.ofText(name(), "exception", expected, text(candidate)));
    }
  }

  @SuppressWarnings("CatchAndPrintStackTrace") // any exception is what is asked for
  private String text(Backend backend) {
    try {
      attempt.on(backend);
    } catch (RuntimeException refused) {
      return refused.getClass().getName() + ": " + refused.getMessage();
    }
    return "no exception";
  }
}
