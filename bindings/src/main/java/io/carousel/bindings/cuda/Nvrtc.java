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
   * Compiles CUDA C++ to machine code.
   *
   * @param name of the source, for messages of the compiler
   * @param headers what {@code #include} finds, by name
   * @param options such as {@code --gpu-architecture=sm_90}, without which there is no machine code
   * @return a CUBIN
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
    return result(
        name,
        "nvrtcGetCUBIN",
        size -> nvrtc.nvrtcGetCUBINSize(program, size),
        bytes -> nvrtc.nvrtcGetCUBIN(program, bytes));
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
