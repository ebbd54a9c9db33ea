package io.carousel.gpu;

import io.carousel.bindings.NativeCallException;
import io.carousel.bindings.cuda.CudaFunction;
import io.carousel.bindings.cuda.CudaModule;
import io.carousel.bindings.cuda.Device;
import io.carousel.bindings.cuda.Nvrtc;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Our own kernels, compiled for the device at hand, once for every version of their sources. */
final class GpuKernels implements AutoCloseable {
  /** The file that includes all others. */
  private static final String PROGRAM = "kernels.cu";

  /** What it includes. */
  static final List<String> INCLUDED =
      List.of(
          "common.cuh",
          "half.cuh",
          "philox.cuh",
          "convert.cu",
          "dense.cu",
          "dropout.cu",
          "embedding.cu",
          "loss.cu",
          "pack.cu",
          "pool.cu",
          "rows.cu",
          "trial.cu",
          "update.cu");

  private static final int KEY_BYTES = 8;

  private final CudaModule module;
  private final Map<String, CudaFunction> functions = new HashMap<>();

  private GpuKernels(CudaModule module) {
    this.module = module;
  }

  /** Loads what was compiled before, or compiles. */
  static GpuKernels load(Device device, GpuFiles files) {
    String program = resource(PROGRAM);
    Map<String, String> included = new LinkedHashMap<>();
    INCLUDED.forEach(name -> included.put(name, resource(name)));
    String architecture = Nvrtc.architectureFor(device);
    List<String> options = List.of("--gpu-architecture=" + architecture);
    String file = "kernels-" + architecture + "-" + key(program, included, options) + ".cubin";
    Optional<CudaModule> kept = files.read(file).flatMap(GpuKernels::loadKept);
    if (kept.isPresent()) {
      return new GpuKernels(kept.get());
    }
    byte[] compiled = Nvrtc.compile(PROGRAM, program, included, options);
    CudaModule module = CudaModule.load(compiled);
    files.write(file, compiled);
    return new GpuKernels(module);
  }

  /** A file that is damaged is as good as none. */
  private static Optional<CudaModule> loadKept(byte[] compiled) {
    try {
      return Optional.of(CudaModule.load(compiled));
    } catch (NativeCallException e) {
      return Optional.empty();
    }
  }

  private static String resource(String name) {
    try (InputStream in = GpuKernels.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(
            "the jar of carousel-native-gpu must hold its kernels, missing=" + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Differs whenever sources, options or compiler do. */
  private static String key(String program, Map<String, String> included, List<String> options) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String all = Nvrtc.version() + options + program + included;
      byte[] hash = digest.digest(all.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, KEY_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The kernel of this name. */
  synchronized CudaFunction function(String name) {
    return functions.computeIfAbsent(name, module::function);
  }

  @Override
  public void close() {
    module.close();
  }
}
