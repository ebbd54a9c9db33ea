package io.carousel.bindings.cuda;

import io.carousel.bindings.MissingLibraryException;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in the user's words which library the system's loader did not find. */
final class LoadFailure {
  private static final Pattern MISSING =
      Pattern.compile("(lib[\\w-]+\\.so[.\\d]*): cannot open shared object file");

  private static final String PLACES =
      "-Dorg.bytedeco.javacpp.platform.linkpath=FOLDERS and LD_LIBRARY_PATH";

  private LoadFailure() {}

  static MissingLibraryException of(Throwable thrown) {
    String said = String.valueOf(root(thrown).getMessage());
    Matcher missing = MISSING.matcher(said);
    if (!missing.find()) {
      return new MissingLibraryException(
          "CUDA's libraries must be loadable, cause=" + said,
          "see whether driver, CUDA and cuDNN are complete and for this system",
          thrown);
    }
    String library = missing.group(1);
    if (library.startsWith("libcuda.")) {
      return new MissingLibraryException(
          "an NVIDIA driver must be installed, missing=" + library,
          "install the driver, or start the container with access to the device",
          thrown);
    }
    if (library.startsWith("libcudnn")) {
      return new MissingLibraryException(
          "cuDNN 9 must be installed, missing=" + library + otherCudnn(),
          "install cuDNN 9 for CUDA 13, or name its folder by " + PLACES,
          thrown);
    }
    return new MissingLibraryException(
        "CUDA 13 must be installed, missing=" + library,
        "install CUDA 13's run-time libraries, or name their folders by " + PLACES,
        thrown);
  }

  private static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** The files of another release of cuDNN on the library path, for the message. */
  private static String otherCudnn() {
    for (String folder : folders()) {
      String[] files = new File(folder).list((in, name) -> name.startsWith("libcudnn.so."));
      if (files != null && files.length > 0) {
        return ", found=" + new File(folder, files[0]);
      }
    }
    return "";
  }

  private static List<String> folders() {
    List<String> all = new ArrayList<>();
    String[] paths = {
      System.getProperty("org.bytedeco.javacpp.platform.linkpath"),
      System.getenv("LD_LIBRARY_PATH"),
      System.getProperty("java.library.path")
    };
    for (String path : paths) {
      if (path != null) {
        all.addAll(List.of(path.split(File.pathSeparator, -1)));
      }
    }
    return all;
  }
}
