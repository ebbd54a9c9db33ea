package io.carousel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No source of any module may pass over a kind in silence, its tests' included. */
class DispatchTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Map<String, String> SOURCES = sources();
  private static final DispatchRules RULES = new DispatchRules(SOURCES.values());

  /** All Java sources by path, but for this test's own examples of what is refused. */
  private static Map<String, String> sources() {
    Map<String, String> sources = new TreeMap<>();
    collect(ROOT, sources);
    return sources;
  }

  /** Leaves out what a build makes, since it may be at work. */
  private static void collect(Path folder, Map<String, String> sources) {
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : entries.toList()) {
        String name = entry.getFileName().toString();
        if (Files.isDirectory(entry)) {
          if (!name.equals("target") && !name.startsWith(".")) {
            collect(entry, sources);
          }
        } else if (name.endsWith(".java") && !name.equals("DispatchTest.java")) {
          sources.put(ROOT.relativize(entry).toString(), read(entry));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void readsTheFamiliesOfAllModules() {
    assertThat(SOURCES.keySet())
        .anyMatch(path -> path.startsWith("native-cpu"))
        .anyMatch(path -> path.startsWith("native-gpu"))
        .anyMatch(path -> path.startsWith("io"))
        .anyMatch(path -> path.startsWith("cli"))
        .anyMatch(path -> path.startsWith("tests"));
    assertThat(RULES.members())
        .containsExactlyInAnyOrder(
            "EmbeddingSpec",
            "RecurrentSpec",
            "DropoutSpec",
            "PoolSpec",
            "DenseSpec",
            "Features",
            "Tokens",
            "Standard",
            "PyTorch",
            "Uniform",
            "MeanSquaredError",
            "MeanAbsoluteError",
            "SoftmaxCrossEntropy",
            "BinaryCrossEntropy",
            "ClipByGlobalNorm",
            "ClipByValue",
            "WeightDecay",
            "Sgd",
            "Momentum",
            "RmsProp",
            "Adam",
            "AdamW",
            "Constant",
            "Step",
            "Exponential",
            "Cosine",
            "Plateau",
            "WarmUp",
            "None",
            "Forecast",
            "Classification",
            "Language");
  }

  @Test
  void noSourcePassesOverAKind() {
    SOURCES.forEach((path, source) -> assertThat(RULES.violations(source)).as(path).isEmpty());
  }

  @Test
  void findsQuestionsForTheType() {
    assertThat(RULES.violations("if (loss instanceof Loss.MeanSquaredError) {}")).hasSize(1);
    assertThat(RULES.violations("if (!(spec\n instanceof DenseSpec dense)) {}")).hasSize(1);
    assertThat(RULES.violations("layers.anyMatch(PoolSpec.class::isInstance)")).hasSize(1);
    assertThat(RULES.violations("return UpdateRule.Sgd.class.isInstance(rule);")).hasSize(1);
    assertThat(RULES.violations("if (rule.getClass() == UpdateRule.Sgd.class) {}")).hasSize(1);
    assertThat(RULES.violations("if (e instanceof IOException io) {}")).isEmpty();
    assertThat(RULES.violations("return (PoolSpec) spec;")).isEmpty();
  }

  @Test
  void findsQuestionsForOneKind() {
    assertThat(RULES.violations("if (loss.kind() == Loss.Kind.MEAN_SQUARED_ERROR) {}")).hasSize(1);
    assertThat(RULES.violations("return kind != Kind.DENSE;")).hasSize(1);
    assertThat(RULES.violations("Loss.Kind kind = Loss.Kind.MEAN_SQUARED_ERROR;")).isEmpty();
  }

  @Test
  void findsDefaultsThatChoose() {
    String cases = "case LSTM -> { one(); } ";
    assertThat(RULES.violations("switch (spec.cell()) { " + cases + "default -> two(); }"))
        .containsExactly("switch (spec.cell()) { ... default -> two");
    assertThat(RULES.violations("switch (loss.kind()) { " + cases + "default: return 2; }"))
        .hasSize(1);
    assertThat(RULES.violations("switch (pooling) { " + cases + "default -> 2; }")).hasSize(1);
    assertThat(RULES.violations("switch (pooling) { " + cases + "default -> throw no(); }"))
        .isEmpty();
    assertThat(RULES.violations("switch (pooling) { " + cases + "} int i = default -> 2;"))
        .isEmpty();
    assertThat(RULES.violations("switch (words[0]) { " + cases + "default -> 2; }")).isEmpty();
  }
}
