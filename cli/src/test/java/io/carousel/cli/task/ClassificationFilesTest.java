package io.carousel.cli.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.io.Reading;
import io.carousel.io.Recipe;
import io.carousel.model.Pooling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of sequences that are not quite what they should be. */
class ClassificationFilesTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("data.csv");
  }

  private ClassificationTask task(String csv, Reading reading, boolean strict) throws IOException {
    Files.writeString(file, csv);
    Sources sources = new Sources(file, null, null, new Shares(0.6, 0.2, 0.2));
    return ClassificationTask.of(
        new ClassificationSettings(
            sources,
            new Columns(null, List.of()),
            "id",
            "kind",
            false,
            Pooling.MEAN,
            reading,
            1,
            strict));
  }

  /** Sequences of two rows with these labels, and an empty header before them. */
  private static String csv(int each, String... labels) {
    StringBuilder csv = new StringBuilder(",id,t,x,kind\n");
    int row = 0;
    for (int s = 0; s < each * labels.length; s++) {
      for (int t = 0; t < 2; t++) {
        csv.append(
            String.format("%d,s%d,%d,%d,%s%n", row++, s, t, s % 3, labels[s % labels.length]));
      }
    }
    return csv.toString();
  }

  private static Recipe.Classification recipe(ClassificationTask task) {
    return (Recipe.Classification) task.recipe();
  }

  @Test
  void naIsAClass() throws IOException {
    ClassificationTask task = task(csv(10, "NA", "EU"), Reading.STANDARD, false);
    assertThat(recipe(task).labels()).containsExactly("EU", "NA");
  }

  @Test
  void timeIsNoFeatureAndMustAscend() throws IOException {
    Reading timed = Reading.STANDARD.withTime("t", null, null);
    assertThat(recipe(task(csv(10, "a", "b"), timed, false)).features().names())
        .containsExactly("x");
    String shuffled = csv(10, "a", "b").replace("0,s0,0,", "0,s0,9,");
    assertThatThrownBy(() -> task(shuffled, timed, false))
        .hasMessageStartingWith("time must strictly ascend within a series, row=3, column=t");
  }

  @Test
  void twoSpellingsOfOneNumberAreRemarkedOn() throws IOException {
    assertThat(task(csv(10, "1", "1.0"), Reading.STANDARD, false).summary())
        .contains("labels 1 and 1.0 are taken for two classes; write them alike if they are one");
  }

  @Test
  void idsThatComeAgainAreRemarkedOn() throws IOException {
    String twice = csv(10, "a", "b") + csv(10, "a", "b").replace(",id,t,x,kind\n", "");
    assertThat(task(twice, Reading.STANDARD, false).summary())
        .contains(
            "20 of 20 sequences stand in several blocks of rows (the first: s0); if files with the"
                + " same ids were put together, give each file ids of its own");
  }

  @Test
  void rareClassesAreKeptForTrainingUnlessStrict() throws IOException {
    String csv = csv(10, "a", "b") + "90,r0,0,1,rare\n";
    assertThat(task(csv, Reading.STANDARD, false).summary())
        .contains(
            "1 of 3 classes have fewer sequences than there are parts (the first: rare with 1):"
                + " training has one of each, other parts may lack them");
    assertThatThrownBy(() -> task(csv, Reading.STANDARD, true))
        .hasMessage(
            "1 of 3 classes have fewer sequences than there are parts (the first: rare with 1);"
                + " use more data, or leave --strict out");
  }
}
