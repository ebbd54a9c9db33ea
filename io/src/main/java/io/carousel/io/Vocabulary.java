package io.carousel.io;

import io.carousel.internal.Require;
import io.carousel.internal.Shown;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The tokens that a language model knows, by number. Immutable. */
public final class Vocabulary {
  /** The token that stands for all unknown ones. */
  public static final String UNKNOWN = "<unk>";

  /** The token of a line end, among words. */
  public static final String LINE_END = "<eos>";

  /** What a token is. */
  public enum Unit {
    /** A Unicode code point. */
    CHAR,
    /** What stands between white space; each line end is the token {@value #LINE_END} too. */
    WORD;

    /** The name in options and files. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Unit unit;
  private final List<String> tokens;
  private final int unknown;
  private final Map<String, Integer> numbers = new HashMap<>();

  private Vocabulary(Unit unit, List<String> tokens) {
    this.unit = unit;
    this.tokens = tokens;
    for (String token : tokens) {
      Integer same = numbers.put(token, numbers.size());
      Require.that(same == null, "tokens must differ, token=" + Shown.text(token));
    }
    Require.that(
        numbers.containsKey(UNKNOWN), "tokens must have one for unknown ones, missing=" + UNKNOWN);
    this.unknown = numbers.get(UNKNOWN);
  }

  /**
   * The vocabulary of these tokens.
   *
   * @param tokens all different, {@value #UNKNOWN} among them
   */
  public static Vocabulary of(Unit unit, List<String> tokens) {
    return new Vocabulary(Objects.requireNonNull(unit, "unit"), List.copyOf(tokens));
  }

  /**
   * The tokens of a text: {@value #UNKNOWN} first, then the others from the most to the least
   * frequent, those of one frequency in the order in which they appear.
   *
   * @param limit the largest number of tokens, {@value #UNKNOWN} counted; 0 for no limit
   */
  public static Vocabulary fit(String text, Unit unit, int limit) {
    Require.that(
        limit == 0 || limit >= 2,
        "vocabulary must be 0 (no limit) or at least 2, vocabulary=" + limit);
    Map<String, Integer> counts = new LinkedHashMap<>();
    split(text, unit, token -> counts.merge(token, 1, Integer::sum));
    counts.remove(UNKNOWN);
    Require.that(!counts.isEmpty(), "text must have tokens, tokens=0");
    Stream<String> frequent =
        counts.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .limit(limit == 0 ? counts.size() : limit - 1)
            .map(Map.Entry::getKey);
    return of(unit, Stream.concat(Stream.of(UNKNOWN), frequent).toList());
  }

  /** What a token is. */
  public Unit unit() {
    return unit;
  }

  /** All tokens; the position is the number. */
  public List<String> tokens() {
    return tokens;
  }

  /** How many tokens there are. */
  public int size() {
    return tokens.size();
  }

  /** The number of {@value #UNKNOWN}. */
  public int unknown() {
    return unknown;
  }

  /** The numbers of a text's tokens. */
  public int[] encode(String text) {
    IntStream.Builder encoded = IntStream.builder();
    split(text, unit, token -> encoded.add(numbers.getOrDefault(token, unknown)));
    return encoded.build().toArray();
  }

  /**
   * The text of these tokens: characters as they come, words with a space between and {@value
   * #LINE_END} as a new line.
   *
   * @throws IllegalArgumentException if a number is outside the vocabulary
   */
  public String decode(int[] encoded) {
    StringBuilder text = new StringBuilder();
    boolean spaced = false;
    for (int number : encoded) {
      Require.that(
          number >= 0 && number < size(),
          "token must be at least 0 and below the vocabulary's size, token="
              + number
              + ", size="
              + size());
      String token = tokens.get(number);
      boolean lineEnd = unit == Unit.WORD && token.equals(LINE_END);
      text.append(spaced && !lineEnd ? " " : "").append(lineEnd ? "\n" : token);
      spaced = unit == Unit.WORD && !lineEnd;
    }
    return text.toString();
  }

  /** A text as it was typed, followed by these tokens: words after a blank or a new line. */
  public String continued(String text, int[] encoded) {
    String more = decode(encoded);
    boolean apart =
        text.isEmpty()
            || more.isEmpty()
            || Character.isWhitespace(text.charAt(text.length() - 1))
            || more.startsWith("\n");
    return unit == Unit.CHAR || apart ? text + more : text + " " + more;
  }

  /** The tokens of a text that are not in the vocabulary, each once, as they appear. */
  public List<String> unknownIn(String text) {
    Set<String> found = new LinkedHashSet<>();
    split(text, unit, found::add);
    found.removeAll(numbers.keySet());
    return List.copyOf(found);
  }

  /** How many of these tokens are {@value #UNKNOWN}. */
  public int countUnknown(int[] encoded) {
    return (int) IntStream.of(encoded).filter(number -> number == unknown).count();
  }

  private static void split(String text, Unit unit, Consumer<String> tokens) {
    switch (unit) {
      case CHAR -> text.codePoints().mapToObj(Character::toString).forEach(tokens);
      case WORD -> splitWords(text, tokens);
    }
  }

  private static void splitWords(String text, Consumer<String> tokens) {
    int start = -1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isWhitespace(c)) {
        start = start < 0 ? i : start;
        continue;
      }
      if (start >= 0) {
        tokens.accept(text.substring(start, i));
        start = -1;
      }
      if (isLineEnd(text, i)) {
        tokens.accept(LINE_END);
      }
    }
    if (start >= 0) {
      tokens.accept(text.substring(start));
    }
  }

  /** A line ends with LF, with CR LF at its LF, or with a lone CR. */
  private static boolean isLineEnd(String text, int at) {
    char c = text.charAt(at);
    boolean lineFeedFollows = at + 1 < text.length() && text.charAt(at + 1) == '\n';
    return c == '\n' || (c == '\r' && !lineFeedFollows);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Vocabulary v && unit == v.unit && tokens.equals(v.tokens);
  }

  @Override
  public int hashCode() {
    return Objects.hash(unit, tokens);
  }

  @Override
  public String toString() {
    return "Vocabulary[unit=" + unit.label() + ", size=" + size() + "]";
  }
}
