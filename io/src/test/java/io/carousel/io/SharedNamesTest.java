package io.carousel.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.model.NetworkSpec;
import io.carousel.predict.Model;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one file holds does not matter to the next one that the JVM reads. */
class SharedNamesTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("model.safetensors");
  }

  /** Each read would leave thousands of names behind in a table that all readers share. */
  @Test
  void manyNamesInOneFileDoNotSpoilTheNextRead() {
    NetworkSpec deep = NetworkSpec.input(2);
    for (int i = 0; i < 700; i++) {
      deep = deep.gru(2);
    }
    Model model = Model.fresh(deep, 1);
    ModelFile.write(file, model);
    for (int time = 0; time < 3; time++) {
      assertThat(ModelFile.read(file).model().weights()).isEqualTo(model.weights());
    }
  }

  /** Names made to collide: "Ab" and "BA" have one hash, and so has any row of eight of them. */
  @Test
  void collidingNamesInOneFileDoNotSpoilTheNextRead() {
    Path hostile = folder.resolve("hostile.safetensors");
    Model good = Model.fresh(Examples.tiny(), 1);
    ModelFile.write(file, good);
    for (String[] pair : new String[][] {{"Ab", "BA"}, {"Aa", "BB"}}) {
      SafetensorsFile.write(hostile, colliding(pair), List.of());
      for (int time = 0; time < 3; time++) {
        assertThatThrownBy(() -> ModelFile.read(hostile))
            .isInstanceOf(MalformedFileException.class)
            .hasMessage("format must be carousel-model, format=x, file=" + hostile);
        assertThat(ModelFile.read(file).model().weights()).isEqualTo(good.weights());
      }
    }
  }

  private static Map<String, String> colliding(String[] pair) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", "x");
    for (int bits = 0; bits < 256; bits++) {
      StringBuilder name = new StringBuilder();
      for (int k = 0; k < 8; k++) {
        name.append(pair[bits >> k & 1]);
      }
      metadata.put(name.toString(), "v");
    }
    return metadata;
  }
}
