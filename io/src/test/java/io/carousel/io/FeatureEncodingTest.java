package io.carousel.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.data.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  private CsvTable table(String text) throws IOException {
    Files.writeString(file, text);
    return CsvReader.read(file);
  }

  private FeatureEncoding fitted() throws IOException {
    return FeatureEncoding.fit(table(TRAIN), List.of("close", "day"), List.of("day"));
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
    assertThat(series.values()).containsExactly(3, 1, 0, 1.5f, 0, 1);
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
        () -> FeatureEncoding.fit(table, List.of("close", "day"), List.of()),
        "a cell must be a number, row=2, column=day, text=tue, file="
            + file
            + "; name a column of categories with --categorical");
  }

  @Test
  void aCategoricalColumnThatIsNoFeatureIsAnError() throws IOException {
    CsvTable table = table(TRAIN);
    assertRefused(
        () -> FeatureEncoding.fit(table, List.of("close"), List.of("day")),
        "categorical columns must be among the features, column=day, features=[close]");
  }

  @Test
  void aFeatureThatIsNotInTheFileListsTheColumns() throws IOException {
    CsvTable table = table(TRAIN);
    assertRefused(
        () -> FeatureEncoding.fit(table, List.of("open"), List.of()),
        "column must be one of [day, close, volume], column=open, file=" + file);
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
        () -> FeatureEncoding.fit(table, List.of("close", "close"), List.of()),
        "features must differ, features=[close, close]");
    assertRefused(
        () -> FeatureEncoding.fit(table, List.of(), List.of()),
        "an encoding needs a column, columns=[]");
  }

  @Test
  void aMissingCategoryIsAnError() throws IOException {
    CsvTable table = table("day\nmon\nNA\n");
    assertRefused(
        () -> FeatureEncoding.fit(table, List.of("day"), List.of("day")),
        "a cell must not be missing, row=3, column=day, file="
            + file
            + "; fill it, or choose --missing drop or --missing forward-fill");
  }

  @Test
  void categoriesMustBeSorted() {
    assertRefused(
        () -> new FeatureEncoding.Column("day", List.of("tue", "mon")),
        "categories must be sorted and differ, column=day, categories=[tue, mon]");
  }
}
