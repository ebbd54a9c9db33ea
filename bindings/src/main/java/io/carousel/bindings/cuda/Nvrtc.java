package io.carousel.bindings.cuda;

import io.carousel.bindings.Address;
import io.carousel.bindings.HostMemory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.SizeTPointer;

/** CUDA's compiler for kernels. */
public final class Nvrtc {
  private Nvrtc() {}

  /** Such as {@code 13.0}. */
  public static String version() {
    Cuda.load();
    return CudaVersions.compiler();
  }

  /**
   * What the compiler is to be told for a device: {@code sm_90}, its machine code; or {@code
   * compute_90} where the device is newer than the compiler, whose newest intermediate code the
   * driver then translates.
   */
  public static String architectureFor(Device device) {
    int wanted = 10 * device.major() + device.minor();
    int newest = 0;
    for (int known : architectures()) {
      if (known <= wanted) {
        newest = Math.max(newest, known);
      }
    }
    return newest == 0 || newest == wanted ? device.architecture() : "compute_" + newest;
  }

  private static int[] architectures() {
    Cuda.load();
    int[] count = new int[1];
    CudaStatus.compiler(
        nvrtc.nvrtcGetNumSupportedArchs(count), "nvrtcGetNumSupportedArchs", "the process", "");
    int[] known = new int[count[0]];
    CudaStatus.compiler(
        nvrtc.nvrtcGetSupportedArchs(known), "nvrtcGetSupportedArchs", "the process", "");
    return known;
  }

  /**
   * Compiles CUDA C++ to machine code, or to PTX for an architecture that is no device's.
   *
   * @param name of the source, for messages of the compiler
   * @param headers what {@code #include} finds, by name
   * @param options such as {@code --gpu-architecture=sm_90}, see {@link #architectureFor}
   * @return a CUBIN, or PTX with its final zero
   * @throws io.carousel.bindings.NativeCallException with the compiler's log if it refuses
   */
  public static byte[] compile(
      String name, String source, Map<String, String> headers, List<String> options) {
    Cuda.load();
    _nvrtcProgram program = new _nvrtcProgram();
    List<String> names = List.copyOf(headers.keySet());
    List<String> contents = names.stream().map(headers::get).toList();
    try (NativeText texts = NativeText.of(List.of(source, name));
        NativeText headerNames = NativeText.of(names);
        NativeText headerTexts = NativeText.of(contents)) {
      int status =
          nvrtc.nvrtcCreateProgram(
              program,
              texts.get(0),
              texts.get(1),
              names.size(),
              headerTexts.array(),
              headerNames.array());
      CudaStatus.compiler(status, "nvrtcCreateProgram", name, "");
    }
    try {
      return compile(program, name, options);
    } finally {
      nvrtc.nvrtcDestroyProgram(program);
    }
  }

  private static byte[] compile(_nvrtcProgram program, String name, List<String> options) {
    try (NativeText texts = NativeText.of(options)) {
      int status = nvrtc.nvrtcCompileProgram(program, options.size(), texts.array());
      if (status != 0) {
        CudaStatus.compiler(status, "nvrtcCompileProgram", name, log(program));
      }
    }
    byte[] machineCode =
        result(
            name,
            "nvrtcGetCUBIN",
            size -> nvrtc.nvrtcGetCUBINSize(program, size),
            bytes -> nvrtc.nvrtcGetCUBIN(program, bytes));
    return machineCode.length > 0
        ? machineCode
        : result(
            name,
            "nvrtcGetPTX",
            size -> nvrtc.nvrtcGetPTXSize(program, size),
            bytes -> nvrtc.nvrtcGetPTX(program, bytes));
  }

  private static String log(_nvrtcProgram program) {
    byte[] log =
        result(
            "the compiler's log",
            "nvrtcGetProgramLog",
            size -> nvrtc.nvrtcGetProgramLogSize(program, size),
            bytes -> nvrtc.nvrtcGetProgramLog(program, bytes));
    return new String(log, 0, Math.max(0, log.length - 1), StandardCharsets.UTF_8).strip();
  }

  private interface Size {
    int get(SizeTPointer size);
  }

  private interface Bytes {
    int get(BytePointer bytes);
  }

  private static byte[] result(String name, String call, Size size, Bytes bytes) {
    try (HostMemory cell = HostMemory.allocate(Long.BYTES)) {
      CudaStatus.compiler(
          size.get(new SizeTPointer(new Address(cell.address()))), call + "Size", name, "");
      int count = Math.toIntExact(cell.asLongBuffer(0, 1).get(0));
      if (count == 0) {
        return new byte[0];
      }
      try (HostMemory memory = HostMemory.allocate(Math.max(1, count))) {
        CudaStatus.compiler(
            bytes.get(new BytePointer(new Address(memory.address()))), call, name, "");
        byte[] result = new byte[count];
        memory.asByteBuffer(0, count).get(result);
        return result;
      }
    }
  }
}
