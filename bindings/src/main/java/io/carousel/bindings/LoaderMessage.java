package io.carousel.bindings;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the system's loader says of a library that it does not load, in the user's words. */
final class LoaderMessage {
  private static final Pattern GLIBC = Pattern.compile("version `(GLIBC_[\\d.]+)' not found");

  /** How the loader of musl begins. */
  private static final Pattern MUSL = Pattern.compile("Error (loading shared library|relocating) ");

  private LoaderMessage() {}

  static Problem problem(String said) {
    String text = String.valueOf(said);
    Matcher glibc = GLIBC.matcher(text);
    if (glibc.find()) {
      return cLibrary("missing=" + glibc.group(1));
    }
    if (MUSL.matcher(text).find()) {
      return cLibrary("found=musl, cause=" + text);
    }
    if (text.contains("failed to map segment")) {
      return new Problem(
          "the cache folder must allow programs to run, and the process must have address space for"
              + " the libraries, cause="
              + text,
          "mount it without noexec, raise the limit (ulimit -v), or "
              + CacheFolder.remedy(CacheFolder.PROPERTY));
    }
    return new Problem(
        "the native libraries must be loadable, cause=" + text,
        "see whether this system has what they need, such as its C++ run-time");
  }

  private static Problem cLibrary(String found) {
    return new Problem(
        "the C library must be glibc 2.34 or newer, " + found,
        "use a newer system, or backend reference");
  }
}
