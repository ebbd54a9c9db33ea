package io.carousel.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.bindings.NativeLibraries;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What loading can fail of, each of it for real: the backend that was named refuses with the reason
 * and the remedy, and auto says the same in the line that says what runs.
 */
class CpuLoadingTest {
  private static final String PLATFORM = NativeLibraries.platform();
  private static final String KERNELS = "io/carousel/cpu/" + PLATFORM + "/libjniCpuKernels.so";
  private static final String JAVACPP = "org/bytedeco/javacpp/" + PLATFORM + "/libjnijavacpp.so";
  private static final String ANOTHER_FOLDER =
      "ame another one with 100 MB of space by -Dcarousel.cache=FOLDER";
  private static final String OLDER_GLIBC =
      "the C library must be glibc 2.34 or newer, missing=GLIBC_9.99. Use a newer system, or"
          + " backend reference";

  @TempDir private Path temp;
  private Path folder;

  @BeforeAll
  static void assume() {
    ChildJvm.assumeKernels();
  }

  @BeforeEach
  void make() throws IOException {
    folder = Files.createDirectory(temp.toRealPath().resolve("folder"));
  }

  private static ChildJvm child() {
    return new ChildJvm().flag("-Djava.util.logging.SimpleFormatter.format=%4$s %5$s%n");
  }

  private ChildJvm withCache(Path cache) {
    return child().flag("-Dcarousel.cache=" + cache);
  }

  private static List<String> open(ChildJvm child, String backend) throws Exception {
    return child.flag("-Dcarousel.backend=" + backend).run(CpuSelectionTest.Opener.class).lines();
  }

  /** Without a name the reference runs and says why, in one line; the name is a requirement. */
  private static void assertUnavailable(ChildJvm child, String level, String why) throws Exception {
    assertThat(open(child, "auto"))
        .containsExactly(
            level
                + " running on reference: pure Java, double precision, one thread; not cpu: "
                + why,
            "runs=reference");
    assertThat(open(child, "cpu"))
        .containsExactly(
            "BackendUnavailableException=backend cpu was required (carousel.backend=cpu) but is"
                + " unavailable: "
                + why);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = CpuLoadingTest.class.getClassLoader().getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  /** Puts a file into a folder that stands first on the class path. */
  private void put(String name, byte[] content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private static String sha256(byte[] content) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }

  /** A library that asks for what no C library has, as a new one does of an old one. */
  private static byte[] askingForTheFuture(byte[] library, String version) {
    String text = new String(library, StandardCharsets.ISO_8859_1);
    assertThat(text).contains(version + "\0");
    return text.replace(version + "\0", "GLIBC_9.99\0").getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void aSystemThatIsTooOldForOneDnnIsTold() throws Exception {
    put(JAVACPP, askingForTheFuture(resource(JAVACPP), "GLIBC_2.34"));
    assertUnavailable(child().first(folder), "INFO", OLDER_GLIBC);
  }

  @Test
  void aSystemThatIsTooOldForOurLibraryIsTold() throws Exception {
    byte[] library = askingForTheFuture(resource(KERNELS), "GLIBC_2.29");
    put(KERNELS, library);
    put(KERNELS + ".sha256", sha256(library).getBytes(StandardCharsets.US_ASCII));
    assertUnavailable(withCache(temp).first(folder), "INFO", OLDER_GLIBC);
  }

  @Test
  void anotherSystemThanLinuxIsTold() throws Exception {
    for (String platform : List.of("windows-x86_64", "macosx-arm64")) {
      assertUnavailable(
          child().flag("-Dorg.bytedeco.javacpp.platform=" + platform),
          "INFO",
          "cpu must run on Linux with glibc, platform=" + platform + ". Use backend reference");
    }
  }

  @Test
  void aDamagedJarIsWarnedOf() throws Exception {
    byte[] library = resource(KERNELS);
    String expected = sha256(library);
    library[library.length / 2] ^= 1;
    put(KERNELS, library);
    put(KERNELS + ".sha256", expected.getBytes(StandardCharsets.US_ASCII));
    assertUnavailable(
        withCache(temp).first(folder),
        "WARNING",
        "the library must be the one that was built, resource="
            + KERNELS
            + ", sha256="
            + sha256(library)
            + ", expected="
            + expected
            + ". The jar is damaged: take another copy of it");
  }

  /** JavaCPP itself would run it: a jar keeps checksums, but who reads an entry need not ask. */
  @Test
  void aDamagedJarOfJavaCppsIsWarnedOf() throws Exception {
    byte[] library = resource(JAVACPP);
    CRC32 expected = new CRC32();
    expected.update(library);
    Path jar = jarWithAFlippedByte(library, expected.getValue());
    library[library.length / 2] ^= 1;
    CRC32 actual = new CRC32();
    actual.update(library);
    assertUnavailable(
        withCache(temp).first(jar),
        "WARNING",
        "the library must be the one that was packed, resource=jar:file:"
            + jar
            + "!/"
            + JAVACPP
            + ", crc32="
            + Long.toHexString(actual.getValue())
            + ", expected="
            + Long.toHexString(expected.getValue())
            + ". The jar is damaged: take another copy of it");
  }

  /** The library alone, and not compressed, such that its bytes are those of the jar. */
  private Path jarWithAFlippedByte(byte[] library, long crc) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      ZipEntry entry = new ZipEntry(JAVACPP);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(library.length);
      entry.setCrc(crc);
      zip.putNextEntry(entry);
      zip.write(library);
    }
    byte[] jar = bytes.toByteArray();
    int start = new String(jar, StandardCharsets.ISO_8859_1).indexOf("\177ELF");
    jar[start + library.length / 2] ^= 1;
    return Files.write(folder.resolve("damaged.jar"), jar);
  }

  @Test
  void aCacheFolderThatIsAFileIsTold() throws Exception {
    Path file = Files.createFile(temp.resolve("file"));
    assertUnavailable(
        withCache(file),
        "INFO",
        "the cache folder must be a folder, but there is a file, file="
            + file
            + ". N"
            + ANOTHER_FOLDER);
  }

  @Test
  void aHomeThatIsReadOnlyIsTold() throws Exception {
    assertUnavailable(
        child()
            .inMountNamespace("mount -t tmpfs -o ro tmpfs $DIR; unset XDG_CACHE_HOME", folder)
            .flag("-Duser.home=" + folder),
        "INFO",
        "the cache folder must be writable, folder=" + folder + ". N" + ANOTHER_FOLDER);
  }

  @Test
  void aFolderWithoutProgramsIsTold() throws Exception {
    ChildJvm child =
        withCache(folder).inMountNamespace("mount -t tmpfs -o noexec tmpfs $DIR", folder);
    List<String> lines = open(child, "cpu");
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0))
        .contains(
            "unavailable: the cache folder must allow programs to run, and the process must have"
                + " address space for the libraries, cause="
                + folder)
        .endsWith(
            ": failed to map segment from shared object. Mount it without noexec, raise the limit"
                + " (ulimit -v), or n"
                + ANOTHER_FOLDER);
  }

  @Test
  void aFullDiskIsTold() throws Exception {
    assertUnavailable(
        withCache(folder).inMountNamespace("mount -t tmpfs -o size=40m tmpfs $DIR", folder),
        "INFO",
        "the cache folder must have 100 MB of space, folder="
            + folder
            + "/carousel/javacpp, cause=java.io.IOException: No space left on device. N"
            + ANOTHER_FOLDER);
  }

  /** Two JVMs unpack all libraries into the same empty folder, and both run. */
  @Test
  void twoJvmsAtOnceStartWithAnEmptyCache() throws Exception {
    List<Thread> threads = new ArrayList<>();
    List<String> lines = java.util.Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 2; i++) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  lines.addAll(open(withCache(folder), "cpu"));
                } catch (Exception e) {
                  lines.add(e.toString());
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(lines).containsExactly("runs=cpu", "runs=cpu");
    Path unpacked = folder.resolve("carousel").resolve(sha256(resource(KERNELS)));
    assertThat(unpacked.toFile().list()).containsExactly("libjniCpuKernels.so");
  }
}
