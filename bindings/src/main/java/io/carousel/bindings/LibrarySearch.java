package io.carousel.bindings;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks for the parts of one JavaCPP preset among resources; loads no class and no library. There
 * is neither lambda nor stream in here, because the first of each costs a cold JVM 10 ms, half of
 * what a probe may take.
 */
final class LibrarySearch {
  /** How many folders a message lists. */
  private static final int LISTED = 6;

  /** Whether a JVM's option has put us beside its own classes, which know of no class path. */
  private static final boolean BOOTSTRAP = LibrarySearch.class.getClassLoader() == null;

  private final String artifact;
  private final String marker;
  private final String library;
  private final String platform = Platform.current();
  private final ClassLoader loader =
      BOOTSTRAP ? ClassLoader.getSystemClassLoader() : LibrarySearch.class.getClassLoader();
  private final Optional<String> foundIn;

  /**
   * @param artifact of group org.bytedeco, also the name of its package
   * @param marker a class that its Java jar must have
   * @param library the native library that it loads
   */
  LibrarySearch(String artifact, String marker, String library) {
    this.artifact = artifact;
    this.marker = "org/bytedeco/" + artifact + "/" + marker + ".class";
    this.library = library;
    this.foundIn = find();
  }

  private String resource(String ofPlatform) {
    return "org/bytedeco/" + artifact + "/" + ofPlatform + "/" + Platform.file(ofPlatform, library);
  }

  private Optional<String> find() {
    Optional<String> holder = holder(resource(platform));
    return holder.isPresent() ? holder : onLibraryPath();
  }

  /**
   * @param files what has been loaded, by library
   * @param withVersion whether to open every jar on the class path for it
   */
  LibraryReport.Library report(Map<String, String> files, boolean withVersion) {
    List<String> versions = withVersion ? versions() : List.of();
    Optional<String> version = versions.isEmpty() ? Optional.empty() : Optional.of(versions.get(0));
    return new LibraryReport.Library(
        artifact, version, resource(platform), foundIn, Optional.ofNullable(files.get(library)));
  }

  /** The first thing that is wrong. */
  Optional<Problem> problem() {
    if (!Platform.SUPPORTED.contains(platform)) {
      return problem(
          "the platform must be one of " + Platform.SUPPORTED + ", platform=" + platform,
          "use a backend that needs no native library");
    }
    if (BOOTSTRAP) {
      return problem(
          "carousel-bindings must be on the class path or the module path, class loader=bootstrap",
          "take it out of -Xbootclasspath/a");
    }
    if (loader.getResource(marker) == null) {
      return problem(
          artifact + " must have its Java classes on the class path, missing=" + marker + places(),
          "add org.bytedeco:" + artifact);
    }
    return foundIn.isPresent() ? Optional.empty() : missing();
  }

  /**
   * Natives of one release and Java classes of another are not caught by any check of JavaCPP's.
   */
  Optional<Problem> mixture() {
    List<String> versions = versions();
    return versions.size() <= 1
        ? Optional.empty()
        : problem(
            artifact + " must have one version on the class path, versions=" + versions,
            "remove all but one");
  }

  private Optional<Problem> missing() {
    List<String> versions = versions();
    String add =
        "add org.bytedeco:"
            + artifact
            + (versions.isEmpty() ? "" : ":" + versions.get(0))
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

  private static Optional<Problem> problem(String reason, String remedy) {
    return Optional.of(new Problem(reason, remedy));
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

  /** For people; class loaders of servers have URLs that are none of the JDK's. */
  static String path(String uri) {
    try {
      return new File(URI.create(uri)).getPath();
    } catch (IllegalArgumentException e) {
      return uri;
    }
  }

  private Optional<String> onLibraryPath() {
    String file = Platform.file(platform, library);
    for (String folder : folders("java.library.path")) {
      File candidate = new File(folder, file);
      if (candidate.isFile()) {
        return Optional.of(candidate.getPath());
      }
    }
    return Optional.empty();
  }

  /** The versions that the jars on the class path state. */
  private List<String> versions() {
    String resource = "META-INF/maven/org.bytedeco/" + artifact + "/pom.properties";
    Set<String> distinct = new TreeSet<>();
    try {
      for (URL url : Collections.list(loader.getResources(resource))) {
        Properties properties = new Properties();
        try (InputStream in = url.openStream()) {
          properties.load(in);
        }
        distinct.add(properties.getProperty("version", "unknown"));
      }
    } catch (IOException e) {
      return List.of(); // versions only adorn messages
    }
    return List.copyOf(distinct);
  }

  private static String places() {
    return " in the class path ("
        + listed(classPathFolders())
        + ") and java.library.path ("
        + listed(folders("java.library.path"))
        + ")";
  }

  private static List<String> classPathFolders() {
    Set<String> distinct = new LinkedHashSet<>();
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
