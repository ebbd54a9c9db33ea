package io.carousel.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.data.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureEncodingTest {
  private static final String TRAIN = "day,close,volume\ntue,1.5,7\nmon,2,8\nmon,3,9\n";

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("data.csv");
  }

  /** Day and more are columns of text, all others of numbers. */
  private CsvTable table(String text) throws IOException {
    Files.writeString(file, text);
    Set<String> texts = Set.of("day", "more");
    return CsvReader.read(
        file,
        CsvFormat.STANDARD,
        header ->
            CsvColumns.numbers(header.stream().filter(name -> !texts.contains(name)).toList())
                .andTexts(header.stream().filter(texts::contains).toList()));
  }

  private static FeatureEncoding fit(
      CsvTable table, List<String> features, List<String> categorical) {
    return FeatureEncoding.fit(table, features, categorical, Missing.ERROR);
  }

  private FeatureEncoding fitted() throws IOException {
    return fit(table(TRAIN), List.of("close", "day"), List.of("day"));
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void categoriesAreOneHotInSortedOrder() throws IOException {
    FeatureEncoding encoding = fitted();
    assertThat(encoding.names()).containsExactly("close", "day=mon", "day=tue");
    assertThat(encoding.width()).isEqualTo(3);
    Series series = encoding.apply(table(TRAIN), new int[] {2, 0}, "s");
    assertThat(series.id()).isEqualTo("s");
    assertThat(series.columns()).containsExactly("close", "day=mon", "day=tue");
    assertThat(series.values()).containsExactly(3, 1, 0, 1.5, 0, 1);
  }

  @Test
  void columnsOfAnotherFileAreFoundByName() throws IOException {
    FeatureEncoding encoding = fitted();
    CsvTable other = table("more,close,day\nx,5,tue\n");
    assertThat(encoding.apply(other, new int[] {0}, "s").values()).containsExactly(5, 0, 1);
  }

  @Test
  void targetsThatAreNoFeaturesAreAddedAtTheEnd() throws IOException {
    FeatureEncoding more = fitted().including(List.of("volume", "close"));
    assertThat(more.names()).containsExactly("close", "day=mon", "day=tue", "volume");
    assertThat(more.apply(table(TRAIN), new int[] {1}, "s").values()).containsExactly(2, 1, 0, 8);
  }

  @Test
  void aCategoryUnseenInTrainingIsAnError() throws IOException {
    FeatureEncoding encoding = fitted();
    CsvTable other = table("close,day\n5,tue\n6,sun\n");
    assertRefused(
        () -> encoding.apply(other, new int[] {0, 1}, "s"),
        "a category must be one of [mon, tue] as in training, row=3, column=day, text=sun, file="
            + file);
  }

  @Test
  void aTextColumnThatIsNotCategoricalIsAnError() throws IOException {
    CsvTable table = table(TRAIN);
    assertRefused(
        () -> fit(table, List.of("close", "day"), List.of()),
        "a column must have been read as numbers, column=day, file=" + file);
  }

  @Test
  void aCategoricalColumnThatIsNoFeatureIsAnError() throws IOException {
    CsvTable table = table(TRAIN);
    assertRefused(
        () -> fit(table, List.of("close"), List.of("day")),
        "categorical columns must be among the features, column=day, features=[close]");
  }

  @Test
  void aFeatureThatIsNotInTheFileListsTheColumns() throws IOException {
    CsvTable table = table(TRAIN);
    assertRefused(
        () -> fit(table, List.of("open"), List.of()),
        "column must be one of [day, close, volume], column=open, file=" + file);
  }

  @Test
  void aCategoryMayBeCalledNa() throws IOException {
    CsvTable table = table("day\nmon\nNA\n");
    assertThat(fit(table, List.of("day"), List.of("day")).names())
        .containsExactly("day=NA", "day=mon");
  }

  @Test
  void aMaskSaysWhichNumbersWereMissing() throws IOException {
    CsvTable table =
        table("close,volume\n1,5\n,6\n3,7\n")
            .withMissing(Missing.MASK, List.of("close", "volume"), null);
    FeatureEncoding encoding =
        FeatureEncoding.fit(table, List.of("close", "volume"), List.of(), Missing.MASK);
    assertThat(encoding.names()).containsExactly("close", "close=missing", "volume");
    assertThat(encoding.apply(table, new int[] {0, 1, 2}, "s").values())
        .containsExactly(1, 0, 5, 1, 1, 6, 3, 0, 7);
  }

  @Test
  void aFileWithOtherFeaturesSaysWhatTheModelExpects() throws IOException {
    FeatureEncoding encoding = fitted();
    CsvTable other = table("day,open\nmon,1\n");
    assertRefused(
        () -> encoding.apply(other, new int[] {0}, "s"),
        "the file must have the columns of the model, missing=[close], expected=[close, day],"
            + " columns=[day, open], file="
            + file);
  }

  @Test
  void featuresNamedTwiceAreRefused() throws IOException {
    CsvTable table = table(TRAIN);
    assertRefused(
        () -> fit(table, List.of("close", "close"), List.of()),
        "features must differ, features=[close, close]");
    assertRefused(() -> fit(table, List.of(), List.of()), "an encoding needs a column, columns=[]");
  }

  @Test
  void aMissingCategoryIsAnError() throws IOException {
    CsvTable table = table("day,close\nmon,1\n,2\n");
    assertRefused(
        () -> fit(table, List.of("day"), List.of("day")),
        "a cell must not be missing, row=3, column=day, file="
            + file
            + "; fill it, or choose what to do with --missing drop, forward-fill, back-fill,"
            + " interpolate, mask");
  }

  @Test
  void categoriesMustBeSorted() {
    assertRefused(
        () -> new FeatureEncoding.Column("day", List.of("tue", "mon"), false),
        "categories must be sorted and differ, column=day, categories=[tue, mon]");
  }

  @Test
  void aMaskStandsBehindItsNumberWhereverThatIs() throws IOException {
    CsvTable table =
        table("volume,close\n5,1\n6,\n").withMissing(Missing.MASK, List.of("close"), null);
    FeatureEncoding encoding =
        FeatureEncoding.fit(table, List.of("volume", "close"), List.of(), Missing.MASK);
    assertThat(encoding.names()).containsExactly("volume", "close", "close=missing");
    assertThat(encoding.apply(table, new int[] {0, 1}, "s").values())
        .containsExactly(5, 1, 0, 6, 1, 1);
  }

  @Test
  void columnsOfCategoriesAreReadAsTextAndOthersAsNumbers() throws IOException {
    assertThat(fitted().csvColumns())
        .isEqualTo(CsvColumns.numbers(List.of("close")).andTexts(List.of("day")));
  }
}
