package io.carousel.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java example of the README, compiled and run as it stands there. */
class ReadmeTest {
  private static final Path README = Path.of("../README.md");
  private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  @Test
  void shouldCompileAndRunTheExampleOfTheReadme() throws IOException, InterruptedException {
    compile(example());
    writePrices();
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path") + System.getProperty("path.separator") + ".",
                "Forecast")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(java.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(java.exitValue()).as(output).isZero();
    assertThat(output).containsPattern("(EPOCHS|PATIENCE) after [2-5] epochs");
    assertThat(output).containsPattern("close: \\d+\\.\\d+");
    assertThat(folder.resolve("model.safetensors")).isNotEmptyFile();
  }

  private static String example() throws IOException {
    Matcher found = EXAMPLE.matcher(Files.readString(README));
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  private void compile(String source) throws IOException {
    Path file = Files.writeString(folder.resolve("Forecast.java"), source);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
    List<String> options = List.of("-d", folder.toString(), "--release", "17", "-Xlint:all");
    boolean compiled =
        compiler
            .getTask(messages, files, null, options, null, files.getJavaFileObjects(file))
            .call();
    assertThat(compiled).as(messages.toString()).isTrue();
  }

  private void writePrices() throws IOException {
    StringBuilder csv = new StringBuilder("open,high,low,close\n");
    for (int day = 0; day < 300; day++) {
      double close = 100 + 10 * Math.sin(day / 9.0);
      csv.append(
          String.format(
              Locale.ROOT, "%.2f,%.2f,%.2f,%.2f%n", close - 1, close + 2, close - 2, close));
    }
    Files.writeString(folder.resolve("prices.csv"), csv);
  }
}
