package io.carousel.bindings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the loaders of Linux say, in the user's words; the texts are theirs. */
class LoaderMessageTest {
  @Test
  void anOlderGlibcIsNamed() {
    assertThat(
            LoaderMessage.problem(
                    "/c/libjnijavacpp.so: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.34' not"
                        + " found (required by /c/libjnijavacpp.so)")
                .message())
        .isEqualTo(
            "the C library must be glibc 2.34 or newer, missing=GLIBC_2.34;"
                + " use a newer system, or backend reference");
  }

  @Test
  void muslIsNamed() {
    String libraries =
        "Error loading shared library libstdc++.so.6: No such file or directory (needed by"
            + " /c/libjnijavacpp.so)";
    assertThat(LoaderMessage.problem(libraries).message())
        .isEqualTo(
            "the C library must be glibc 2.34 or newer, found=musl, cause="
                + libraries
                + "; use a newer system, or backend reference");
    assertThat(
            LoaderMessage.problem(
                    "Error relocating /c/libdnnl.so.3: __vfprintf_chk: symbol not found")
                .reason())
        .startsWith(
            "the C library must be glibc 2.34 or newer, found=musl, cause=Error relocating");
  }

  @Test
  void aFolderWithoutProgramsOrTooLittleAddressSpaceIsNamed() {
    String said = "/c/libgomp.so.1: failed to map segment from shared object";
    assertThat(LoaderMessage.problem(said).message())
        .isEqualTo(
            "the cache folder must allow programs to run, and the process must have address space"
                + " for the libraries, cause="
                + said
                + "; mount it without noexec, raise the limit (ulimit -v), or name another one with 100 MB of space by"
                + " -Dcarousel.cache=FOLDER");
  }

  @Test
  void anythingElseIsQuoted() {
    assertThat(LoaderMessage.problem("libstdc++.so.6: no such file").message())
        .isEqualTo(
            "the native libraries must be loadable, cause=libstdc++.so.6: no such file; see whether"
                + " this system has what they need, such as its C++ run-time");
    assertThat(LoaderMessage.problem(null).reason())
        .isEqualTo("the native libraries must be loadable, cause=null");
  }
}
