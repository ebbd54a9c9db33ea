package io.carousel.bindings;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/** Looks for the parts of one JavaCPP preset among resources; loads no class and no library. */
final class LibrarySearch {
  /** How many folders a message lists. */
  private static final int LISTED = 6;

  private final String artifact;
  private final String marker;
  private final String library;
  private final String platform;
  private final ClassLoader loader = LibrarySearch.class.getClassLoader();

  /**
   * @param artifact of group org.bytedeco, also the name of its package
   * @param marker a class that its Java jar must have
   * @param library the native library that it loads
   */
  LibrarySearch(String artifact, String marker, String library) {
    this.artifact = artifact;
    this.marker = "org/bytedeco/" + artifact + "/" + marker + ".class";
    this.library = library;
    this.platform = Platform.current();
  }

  String library() {
    return library;
  }

  private String resource(String ofPlatform) {
    return "org/bytedeco/" + artifact + "/" + ofPlatform + "/" + Platform.file(ofPlatform, library);
  }

  LibraryReport.Library report(Optional<String> loadedFrom) {
    Set<String> versions = versions();
    return new LibraryReport.Library(
        artifact, versions.stream().findFirst(), resource(platform), foundIn(), loadedFrom);
  }

  private Optional<String> foundIn() {
    return holder(resource(platform)).or(this::onLibraryPath);
  }

  /** Problem and remedy, if there is one. */
  Optional<String[]> problem() {
    if (!Platform.SUPPORTED.contains(platform)) {
      return problem(
          "the platform must be one of " + Platform.SUPPORTED + ", platform=" + platform,
          "use a backend that needs no native library");
    }
    if (loader.getResource(marker) == null) {
      return problem(
          artifact + " must have its Java classes on the class path, missing=" + marker + places(),
          "add org.bytedeco:" + artifact);
    }
    Set<String> versions = versions();
    if (versions.size() > 1) {
      return problem(
          artifact + " must have one version on the class path, versions=" + versions,
          "remove all but one");
    }
    return foundIn().isPresent() ? Optional.empty() : missing();
  }

  private Optional<String[]> missing() {
    String add =
        "add org.bytedeco:"
            + artifact
            + versions().stream().findFirst().map(v -> ":" + v).orElse("")
            + " with classifier "
            + platform;
    for (String other : Platform.SUPPORTED) {
      Optional<String> found = holder(resource(other));
      if (found.isPresent()) {
        return problem(
            artifact
                + " must have its native library for this platform, platform="
                + platform
                + ", found="
                + other
                + " in "
                + found.get(),
            add);
      }
    }
    return problem(
        artifact
            + " must have its native library on the class path, platform="
            + platform
            + ", missing="
            + resource(platform)
            + places(),
        add);
  }

  private static Optional<String[]> problem(String problem, String remedy) {
    return Optional.of(new String[] {problem, remedy});
  }

  /** The jar or folder that has a resource. */
  private Optional<String> holder(String resource) {
    URL url = loader.getResource(resource);
    if (url == null) {
      return Optional.empty();
    }
    String text = url.toString();
    int bang = text.indexOf("!/");
    if (text.startsWith("jar:file:") && bang > 0) {
      return Optional.of(path(text.substring("jar:".length(), bang)));
    }
    if (text.startsWith("file:") && text.endsWith(resource)) {
      return Optional.of(path(text.substring(0, text.length() - resource.length())));
    }
    return Optional.of(text);
  }

  private static String path(String uri) {
    return new File(URI.create(uri)).getPath();
  }

  private Optional<String> onLibraryPath() {
    String file = Platform.file(platform, library);
    return folders("java.library.path").stream()
        .map(folder -> new File(folder, file))
        .filter(File::isFile)
        .map(File::getPath)
        .findFirst();
  }

  /** The versions that the jars on the class path state. */
  private Set<String> versions() {
    String resource = "META-INF/maven/org.bytedeco/" + artifact + "/pom.properties";
    Set<String> versions = new TreeSet<>();
    try {
      for (URL url : Collections.list(loader.getResources(resource))) {
        Properties properties = new Properties();
        try (InputStream in = url.openStream()) {
          properties.load(in);
        }
        versions.add(properties.getProperty("version", "unknown"));
      }
    } catch (IOException e) {
      return versions; // the version only adorns messages
    }
    return versions;
  }

  private static String places() {
    return " in the class path ("
        + listed(classPathFolders())
        + ") and java.library.path ("
        + listed(folders("java.library.path"))
        + ")";
  }

  private static List<String> classPathFolders() {
    Set<String> distinct = new java.util.LinkedHashSet<>();
    for (String entry : folders("java.class.path")) {
      File file = new File(entry);
      String parent = file.getAbsoluteFile().getParent();
      distinct.add(file.isDirectory() || parent == null ? entry : parent);
    }
    return new ArrayList<>(distinct);
  }

  private static List<String> folders(String property) {
    List<String> all = new ArrayList<>();
    for (String entry : System.getProperty(property, "").split(File.pathSeparator, -1)) {
      if (!entry.isEmpty()) {
        all.add(entry);
      }
    }
    return all;
  }

  private static String listed(List<String> folders) {
    String text = String.join(", ", folders.subList(0, Math.min(LISTED, folders.size())));
    return folders.size() > LISTED ? text + " and " + (folders.size() - LISTED) + " more" : text;
  }
}
