package io.carousel.io;

import static io.carousel.io.Vocabulary.Unit.CHAR;
import static io.carousel.io.Vocabulary.Unit.WORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VocabularyTest {
  @TempDir Path folder;

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void tokensStandByFrequencyThenByFirstAppearance() {
    Vocabulary vocabulary = Vocabulary.fit("c b b\na a d\n", WORD, 0);
    assertThat(vocabulary.tokens()).containsExactly("<unk>", "b", "<eos>", "a", "c", "d");
    assertThat(vocabulary.unknown()).isZero();
    assertThat(vocabulary.unit()).isEqualTo(WORD);
  }

  @Test
  void theLimitCountsTheUnknownToken() {
    Vocabulary vocabulary = Vocabulary.fit("a a a b b c", WORD, 3);
    assertThat(vocabulary.tokens()).containsExactly("<unk>", "a", "b");
    assertThat(vocabulary.encode("c a x b")).containsExactly(0, 1, 0, 2);
    assertThat(vocabulary.countUnknown(vocabulary.encode("c a x b"))).isEqualTo(2);
    assertThat(vocabulary.unknownIn("x c a x b c")).containsExactly("x", "c");
  }

  @Test
  void aLimitThatCutsNothingChangesNothing() {
    assertThat(Vocabulary.fit("a b", WORD, 100)).isEqualTo(Vocabulary.fit("a b", WORD, 0));
  }

  @Test
  void theUnknownTokenInATextIsTheUnknownToken() {
    Vocabulary vocabulary = Vocabulary.fit("<unk> a <unk> <unk> b", WORD, 0);
    assertThat(vocabulary.tokens()).containsExactly("<unk>", "a", "b");
    assertThat(vocabulary.encode("<unk> b")).containsExactly(0, 2);
  }

  @Test
  void everyLineEndIsATokenHoweverItIsWritten() {
    Vocabulary vocabulary = Vocabulary.of(WORD, List.of("<unk>", "<eos>", "a"));
    assertThat(vocabulary.encode("a\n\ta \r\na\ra  a\n\n"))
        .containsExactly(2, 1, 2, 1, 2, 1, 2, 2, 1, 1);
  }

  @Test
  void aTextIsContinuedAsItWasTyped() {
    Vocabulary words = Vocabulary.fit("the cat\nsat", WORD, 0);
    int[] more = words.encode("cat sat");
    assertThat(words.continued("The  strange", more)).isEqualTo("The  strange cat sat");
    assertThat(words.continued("the ", more)).isEqualTo("the cat sat");
    assertThat(words.continued("the\n", more)).isEqualTo("the\ncat sat");
    assertThat(words.continued("the", words.encode("\ncat"))).isEqualTo("the\ncat");
    assertThat(words.continued("the", new int[0])).isEqualTo("the");
    assertThat(words.continued("", more)).isEqualTo("cat sat");
    Vocabulary letters = Vocabulary.fit("abc", CHAR, 0);
    assertThat(letters.continued("xy", letters.encode("ab"))).isEqualTo("xyab");
  }

  @Test
  void wordsAreJoinedBySpacesAndLineEnds() {
    Vocabulary vocabulary = Vocabulary.fit("the cat\nsat  down\n\nhere", WORD, 0);
    assertThat(vocabulary.decode(vocabulary.encode("the cat\nsat  down\n\nhere lies")))
        .isEqualTo("the cat\nsat down\n\nhere <unk>");
  }

  @Test
  void charactersAreCodePoints() {
    String text = "a\uD83D\uDE00a\n";
    Vocabulary vocabulary = Vocabulary.fit(text, CHAR, 0);
    assertThat(vocabulary.tokens()).containsExactly("<unk>", "a", "\uD83D\uDE00", "\n");
    assertThat(vocabulary.encode(text)).containsExactly(1, 2, 1, 3);
    assertThat(vocabulary.decode(new int[] {1, 2, 1, 3})).isEqualTo(text);
    assertThat(vocabulary.encode("b")).containsExactly(0);
  }

  @Test
  void aNumberOutsideTheVocabularyIsAnError() {
    Vocabulary vocabulary = Vocabulary.fit("ab", CHAR, 0);
    assertRefused(
        () -> vocabulary.decode(new int[] {1, 3}),
        "token must be at least 0 and below the vocabulary's size, token=3, size=3");
  }

  @Test
  void aVocabularyNeedsTokens() {
    assertRefused(
        () -> Vocabulary.fit("a", CHAR, 1),
        "vocabulary must be 0 (no limit) or at least 2, vocabulary=1");
    assertRefused(() -> Vocabulary.fit(" ", WORD, 0), "text must have tokens, tokens=0");
    assertRefused(
        () -> Vocabulary.of(CHAR, List.of("a")),
        "tokens must have one for unknown ones, missing=<unk>");
    assertRefused(
        () -> Vocabulary.of(CHAR, List.of("<unk>", "a", "a")), "tokens must differ, token=a");
  }

  @Test
  void textIsReadWholeWithoutItsByteOrderMark() throws IOException {
    Path file = folder.resolve("text.txt");
    String text = "zeile \u00fc\r\n".repeat(20_000);
    Files.writeString(file, "\uFEFF" + text);
    assertThat(TextReader.read(file)).isEqualTo(text);
  }

  @Test
  void textThatIsNotThereOrEmptyOrNotUtf8IsRefused() throws IOException {
    Path file = folder.resolve("text.txt");
    assertRefused(() -> TextReader.read(file), "file must exist, file=" + file);
    Files.createFile(file);
    assertRefused(() -> TextReader.read(file), "file must not be empty, file=" + file);
    Files.write(file, new byte[] {'a', '\n', 'b', (byte) 0xc3, 'c'});
    assertRefused(
        () -> TextReader.read(file),
        "file must be UTF-8 text, line=2, byte=3, file=" + file + "; save it as UTF-8");
  }

  @Test
  void theUnknownTokenMayStandAnywhere() {
    Vocabulary vocabulary = Vocabulary.of(WORD, List.of("a", "<unk>"));
    assertThat(vocabulary.unknown()).isOne();
    assertThat(vocabulary.encode("x a")).containsExactly(1, 0);
  }

  @Test
  void oneTokenBesideTheUnknownOneIsEnough() {
    assertThat(Vocabulary.fit("a b b", WORD, 2).tokens()).containsExactly("<unk>", "b");
    assertThat(Vocabulary.fit("a", WORD, 0).tokens()).containsExactly("<unk>", "a");
  }

  @Test
  void vocabulariesAreTheirUnitAndTheirTokens() {
    List<String> tokens = List.of("<unk>", "a");
    Vocabulary vocabulary = Vocabulary.of(WORD, tokens);
    assertThat(vocabulary)
        .isEqualTo(Vocabulary.of(WORD, tokens))
        .isNotEqualTo(Vocabulary.of(CHAR, tokens))
        .isNotEqualTo(Vocabulary.of(WORD, List.of("<unk>", "b")))
        .hasToString("Vocabulary[unit=word, size=2]");
  }
}
