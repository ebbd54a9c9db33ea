package io.carousel.cli.task;

import io.carousel.data.Chunks;
import io.carousel.internal.Require;
import io.carousel.internal.Shown;
import io.carousel.io.Recipe;
import io.carousel.io.TextReader;
import io.carousel.io.Vocabulary;
import io.carousel.loss.Loss;
import io.carousel.model.Direction;
import io.carousel.model.NetworkSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The next token of a text. */
public final class LanguageTask implements Task {
  private final LanguageSettings settings;
  private final Vocabulary vocabulary;
  private final Map<Part, int[]> parts = new EnumMap<>(Part.class);
  private final List<String> summary = new ArrayList<>();
  private final Chunks training;
  private final Chunks validation;

  private LanguageTask(LanguageSettings s) {
    settings = s;
    String text = TextReader.read(s.sources().data());
    summary.add("read " + Shown.count(text.length(), "character") + " from " + s.sources().data());
    Shares split = s.sources().split();
    int first = cut(text, split.validationStart(text.length()));
    int second = Math.max(first, cut(text, split.testStart(text.length())));
    vocabulary = Vocabulary.fit(text.substring(0, first), s.unit(), s.vocabulary());
    put(Part.TRAIN, text.substring(0, first), 1);
    put(Part.VALIDATION, text.substring(first, second), split.validation());
    put(Part.TEST, text.substring(second), split.test());
    putFile(Part.VALIDATION, s.sources().validation());
    putFile(Part.TEST, s.sources().test());
    training = Chunks.ofTokens(parts.get(Part.TRAIN), s.tracks(), s.steps());
    validation = validationChunks(s);
    describe();
  }

  /** Reads the text and cuts it into parts; only the training part makes the vocabulary. */
  public static LanguageTask of(LanguageSettings settings) {
    return new LanguageTask(settings);
  }

  /** The next place where a part may end: between words, or between characters. */
  private int cut(String text, int from) {
    return switch (settings.unit()) {
      case CHAR -> characterEnd(text, from);
      case WORD -> wordEnd(text, from);
    };
  }

  private static int characterEnd(String text, int at) {
    boolean within = at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at));
    return within ? at + 1 : at;
  }

  private static int wordEnd(String text, int from) {
    int at = from;
    while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private void put(Part part, String text, double share) {
    if (share > 0) {
      int[] tokens = vocabulary.encode(text);
      Require.that(
          tokens.length >= 2,
          "the "
              + part.key()
              + " part must have at least two tokens, tokens="
              + tokens.length
              + ", share="
              + share
              + "; give it a larger share or use a longer text");
      parts.put(part, tokens);
    }
  }

  private void putFile(Part part, Path file) {
    if (file != null) {
      String text = TextReader.read(file);
      summary.add("read " + Shown.count(text.length(), "character") + " from " + file);
      parts.put(part, tokens(text, vocabulary, file));
    }
  }

  static int[] tokens(String text, Vocabulary vocabulary, Path file) {
    int[] tokens = vocabulary.encode(text);
    Require.that(
        tokens.length >= 2,
        "a text must have at least two tokens, tokens=" + tokens.length + ", file=" + file);
    return tokens;
  }

  private Chunks validationChunks(LanguageSettings s) {
    int[] tokens = parts.get(Part.VALIDATION);
    return tokens == null
        ? null
        : Chunks.ofTokens(tokens, PerplexityScore.tracks(tokens.length, s.tracks()), s.steps());
  }

  private void describe() {
    StringBuilder text = new StringBuilder("tokens:");
    parts.forEach(
        (part, tokens) ->
            text.append(' ')
                .append(part.key())
                .append(' ')
                .append(tokens.length)
                .append(" (")
                .append(vocabulary.countUnknown(tokens))
                .append(" unknown)"));
    summary.add(text.toString());
    summary.add("vocabulary of " + vocabulary.size() + " " + settings.unit().label() + " tokens");
  }

  @Override
  public Recipe recipe() {
    return new Recipe.Language(vocabulary);
  }

  @Override
  public NetworkSpec network(Body body) {
    Require.that(
        body.stack().direction() == Direction.FORWARD,
        "a language model must read forward only, bidirectional=true; leave --bidirectional out");
    NetworkSpec input = NetworkSpec.tokens(vocabulary.size()).embedding(settings.embedding());
    return body.perStep(input, vocabulary.size());
  }

  @Override
  public Loss loss() {
    return Loss.softmaxCrossEntropy();
  }

  @Override
  public Chunks training() {
    return training;
  }

  @Override
  public Chunks validation() {
    return validation;
  }

  @Override
  public Exam exam(Part part) {
    return parts.containsKey(part) ? PerplexityScore.exam(parts.get(part)) : null;
  }

  @Override
  public Map<String, Measures> baseline() {
    int[] test = parts.get(Part.TEST);
    return test == null
        ? Map.of()
        : Map.of(
            "unigram", PerplexityScore.unigram(parts.get(Part.TRAIN), test, vocabulary.size()));
  }

  @Override
  public List<String> summary() {
    return List.copyOf(summary);
  }
}
