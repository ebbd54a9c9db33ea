package io.carousel.bindings;

import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.global.dnnl;

/** What oneDNN says of itself, and what is set for the whole process. */
public final class OneDnn {
  private OneDnn() {}

  /** The loaded library's version, such as {@code 3.11.0}. */
  public static String version() {
    NativeLibraries.load();
    dnnl_version_t version = dnnl.dnnl_version();
    return version.major() + "." + version.minor() + "." + version.patch();
  }

  /**
   * The widest instruction set that oneDNN uses on this machine, such as {@code avx2}; {@code
   * default} where it does not tell, as on ARM.
   */
  public static String instructionSet() {
    NativeLibraries.load();
    return switch (dnnl.dnnl_get_effective_cpu_isa()) {
      case dnnl.dnnl_cpu_isa_default -> "default";
      case dnnl.dnnl_cpu_isa_sse41 -> "sse41";
      case dnnl.dnnl_cpu_isa_avx -> "avx";
      case dnnl.dnnl_cpu_isa_avx2 -> "avx2";
      case dnnl.dnnl_cpu_isa_avx2_vnni -> "avx2_vnni";
      case dnnl.dnnl_cpu_isa_avx2_vnni_2 -> "avx2_vnni_2";
      case dnnl.dnnl_cpu_isa_avx512_core -> "avx512_core";
      case dnnl.dnnl_cpu_isa_avx512_core_vnni -> "avx512_core_vnni";
      case dnnl.dnnl_cpu_isa_avx512_core_bf16 -> "avx512_core_bf16";
      case dnnl.dnnl_cpu_isa_avx512_core_fp16 -> "avx512_core_fp16";
      case dnnl.dnnl_cpu_isa_avx512_core_amx -> "avx512_core_amx";
      case dnnl.dnnl_cpu_isa_avx512_core_amx_fp16 -> "avx512_core_amx_fp16";
      case dnnl.dnnl_cpu_isa_avx10_2_512 -> "avx10_2_512";
      case dnnl.dnnl_cpu_isa_avx10_2_512_amx_2 -> "avx10_2_512_amx_2";
      default -> "isa " + dnnl.dnnl_get_effective_cpu_isa();
    };
  }

  /**
   * Keeps oneDNN from code for AVX2 and newer sets, unless the user has chosen by {@code
   * ONEDNN_MAX_CPU_ISA}: for processors that have AVX2 without FMA, which oneDNN takes for granted
   * (seen with 3.11 on an emulated one: an illegal instruction). Comes before anything else is
   * asked of oneDNN; later it has no effect.
   */
  public static void atMostAvx() {
    NativeLibraries.load();
    if (System.getenv("ONEDNN_MAX_CPU_ISA") == null && System.getenv("DNNL_MAX_CPU_ISA") == null) {
      dnnl.dnnl_set_max_cpu_isa(dnnl.dnnl_cpu_isa_avx);
    }
  }

  /**
   * Bounds oneDNN's cache of compiled primitives, which no budget of ours counts; 1024 unless set.
   *
   * @param primitives 0 empties it and turns it off
   * @throws IllegalArgumentException if negative
   */
  public static void setPrimitiveCacheCapacity(int primitives) {
    if (primitives < 0) {
      throw new IllegalArgumentException(
          "the primitive cache must hold 0 primitives or more, primitives=" + primitives);
    }
    NativeLibraries.load();
    Status.require(
        dnnl.dnnl_set_primitive_cache_capacity(primitives),
        "dnnl_set_primitive_cache_capacity",
        "primitives=" + primitives);
  }

  /** How many compiled primitives oneDNN keeps at most. */
  public static int primitiveCacheCapacity() {
    NativeLibraries.load();
    int[] capacity = new int[1];
    Status.require(
        dnnl.dnnl_get_primitive_cache_capacity(capacity),
        "dnnl_get_primitive_cache_capacity",
        "the process");
    return capacity[0];
  }
}
