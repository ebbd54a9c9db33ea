package io.carousel.emulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.bindings.cuda.CudaFunction;
import io.carousel.bindings.cuda.CudaModule;
import io.carousel.bindings.cuda.Nvrtc;
import io.carousel.gpu.GpuProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The backend's kernels under the compiler that is here: how long it takes, and what they use. */
@Survey
class KernelSurveyTest {
  private static final String PROGRAM = "kernels.cu";
  private static final Pattern INCLUDE = Pattern.compile("#include \"([^\"]+)\"");
  private static final Pattern KERNEL =
      Pattern.compile(
          "extern\\s+\"C\"\\s+__global__\\s+void\\s+(?:__launch_bounds__\\([^)]*\\)\\s*)?(\\w+)");

  private static String source(String name) {
    try (InputStream in = GpuProvider.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that a source includes, whatever is included by it too. */
  private static void collect(String source, Map<String, String> included) {
    Matcher matcher = INCLUDE.matcher(source);
    while (matcher.find()) {
      String name = matcher.group(1);
      if (!included.containsKey(name)) {
        included.put(name, source(name));
        collect(included.get(name), included);
      }
    }
  }

  private static Set<String> kernels(Iterable<String> sources) {
    Set<String> names = new TreeSet<>();
    for (String source : sources) {
      Matcher matcher = KERNEL.matcher(source);
      while (matcher.find()) {
        names.add(matcher.group(1));
      }
    }
    return names;
  }

  @Test
  void whatTheKernelsTake() {
    Map<String, String> included = new LinkedHashMap<>();
    collect(source(PROGRAM), included);
    try (Rig rig = new Rig()) {
      List<String> options =
          List.of(
              "--gpu-architecture=" + rig.device.architecture(), "--std=c++17", "-default-device");
      long start = System.nanoTime();
      byte[] code = Nvrtc.compile(PROGRAM, source(PROGRAM), included, options);
      Findings.say(
          "NVRTC %s: %d bytes for %s in %.0f ms",
          Nvrtc.version(),
          code.length,
          rig.device.architecture(),
          (System.nanoTime() - start) / 1e6);
      CudaModule module = rig.keep(CudaModule.load(code));
      Set<String> names = kernels(included.values());
      assertThat(names).hasSizeGreaterThan(20);
      for (String name : names) {
        CudaFunction kernel = module.function(name);
        Findings.say(
            "kernel %s: %d registers, %d threads at most",
            name, kernel.registers(), kernel.maxThreads());
        assertThat(kernel.maxThreads()).as(name).isGreaterThanOrEqualTo(256);
      }
    }
  }
}
