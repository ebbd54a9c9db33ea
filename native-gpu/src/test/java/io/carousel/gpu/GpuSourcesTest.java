package io.carousel.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GpuSourcesTest {
  private static final Path KERNELS = Path.of("src/main/resources/io/carousel/gpu");
  private static final Path JAVA = Path.of("src/main/java/io/carousel/gpu");

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static List<String> matches(Path folder, String pattern) throws IOException {
    List<String> found = new ArrayList<>();
    for (String name : names(folder)) {
      Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(folder.resolve(name)));
      while (matcher.find()) {
        found.add(matcher.group(1));
      }
    }
    return found;
  }

  @Test
  void theCompilerIsGivenEveryFile() throws IOException {
    List<String> given = new ArrayList<>(GpuKernels.INCLUDED);
    given.add("kernels.cu");
    assertThat(given).containsExactlyInAnyOrderElementsOf(names(KERNELS));
  }

  /** A name that is spelt wrong would be found when a plan asks for it, on a GPU. */
  @Test
  void everyKernelThatIsLaunchedExistsAndEveryOtherIsMissed() throws IOException {
    List<String> written =
        matches(
            KERNELS,
            "extern \"C\" __global__ void\\s+(?:__launch_bounds__\\(\\w+\\)\\s+)?(\\w+)\\(");
    List<String> launched = matches(JAVA, "(?:[kK]ernel|shape)\\(\\s*\"(\\w+)\"");
    assertThat(written).hasSizeGreaterThan(20).doesNotHaveDuplicates();
    assertThat(written).containsAll(launched);
    assertThat(launched).containsAll(written);
  }
}
