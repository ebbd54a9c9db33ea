package io.carousel.bindings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a library is unpacked, and that never anything else is loaded than the build made. */
class OwnLibraryTest {
  private static final String RESOURCE = "io/carousel/test/libtest.so";
  private static final FileTime BUILT = FileTime.fromMillis(1_700_000_000_000L);
  private static final int SIZE = 4096;
  private static final int MACHINE_OF_THIS =
      Platform.current().endsWith("arm64") ? 183 : /* x86_64 */ 62;

  @TempDir private Path temp;
  private Path cache;

  @BeforeEach
  void useAnEmptyCache() {
    cache = temp.resolve("cache");
    System.setProperty(CacheFolder.PROPERTY, cache.toString());
  }

  @AfterEach
  void useTheUsersCache() {
    System.clearProperty(CacheFolder.PROPERTY);
  }

  /** Begins as an ELF file does and differs from others of its size in one byte. */
  private static byte[] library(int machine, int mark) {
    byte[] content = new byte[SIZE];
    ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putInt(0, 0x464c457f);
    content[18] = (byte) machine;
    content[SIZE - 1] = (byte) mark;
    return content;
  }

  private static String hash(byte[] content) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }

  /** A class path as a build leaves it, always with the same time. */
  private OwnLibrary built(String folder, byte[] content) throws Exception {
    Path file = temp.resolve(folder).resolve(RESOURCE);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    Files.setLastModifiedTime(file, BUILT);
    Files.writeString(Path.of(file + ".sha256"), hash(content) + "\n");
    return in(folder);
  }

  private OwnLibrary in(String folder) throws IOException {
    URL[] classPath = {temp.resolve(folder).toUri().toURL()};
    return new OwnLibrary(new URLClassLoader(classPath, null), RESOURCE);
  }

  private Path unpacked(byte[] content) throws Exception {
    return cache.resolve("carousel").resolve(hash(content)).resolve("libtest.so");
  }

  /** What is in a file at the moment in which it is loaded. */
  private static byte[] loaded(OwnLibrary library, List<String> files) {
    List<byte[]> contents = new ArrayList<>();
    library.load(
        file -> {
          files.add(file);
          contents.add(contentOf(file));
        });
    assertThat(contents).hasSize(1);
    return contents.get(0);
  }

  private static byte[] contentOf(String file) {
    try {
      return Files.readAllBytes(Path.of(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void aLibraryIsUnpackedIntoAFolderOfItsHashThatIsTheUsersOnly() throws Exception {
    byte[] content = library(MACHINE_OF_THIS, 1);
    List<String> files = new ArrayList<>();
    assertThat(loaded(built("jar", content), files)).isEqualTo(content);
    assertThat(files).containsExactly(unpacked(content).toString());
    assertThat(filesIn(unpacked(content).getParent())).containsExactly(unpacked(content));
    assertThat(Files.getPosixFilePermissions(unpacked(content).getParent()))
        .containsExactlyInAnyOrderElementsOf(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void aRebuiltLibraryOfTheSameSizeAndTimeIsLoadedAndTheFormerOneStays() throws Exception {
    byte[] before = library(MACHINE_OF_THIS, 1);
    byte[] after = library(MACHINE_OF_THIS, 2);
    assertThat(loaded(built("jar", before), new ArrayList<>())).isEqualTo(before);
    assertThat(loaded(built("jar", after), new ArrayList<>())).isEqualTo(after);
    assertThat(loaded(built("old", before), new ArrayList<>())).isEqualTo(before);
    assertThat(unpacked(before)).hasBinaryContent(before);
    assertThat(unpacked(after)).hasBinaryContent(after);
  }

  @Test
  void aTruncatedFileIsReplaced() throws Exception {
    byte[] content = library(MACHINE_OF_THIS, 1);
    loaded(built("jar", content), new ArrayList<>());
    Files.write(unpacked(content), java.util.Arrays.copyOf(content, SIZE / 2));
    assertThat(loaded(in("jar"), new ArrayList<>())).isEqualTo(content);
  }

  @Test
  void aChangedFileOfTheSameSizeAndTimeIsReplacedByAnotherFile() throws Exception {
    byte[] content = library(MACHINE_OF_THIS, 1);
    loaded(built("jar", content), new ArrayList<>());
    FileTime time = Files.getLastModifiedTime(unpacked(content));
    Files.write(unpacked(content), library(MACHINE_OF_THIS, 3));
    Files.setLastModifiedTime(unpacked(content), time);
    Object changed = Files.getAttribute(unpacked(content), "unix:ino");
    assertThat(loaded(in("jar"), new ArrayList<>())).isEqualTo(content);
    // Written in place, it would change under a JVM that runs it.
    assertThat(Files.getAttribute(unpacked(content), "unix:ino")).isNotEqualTo(changed);
  }

  /** Of 3 GB, more than an array can have, and of next to nothing on disk. */
  @Test
  void aHugeFileIsReplacedAndNotRead() throws Exception {
    byte[] content = library(MACHINE_OF_THIS, 1);
    loaded(built("jar", content), new ArrayList<>());
    try (RandomAccessFile file = new RandomAccessFile(unpacked(content).toFile(), "rw")) {
      file.setLength(3L << 30);
    }
    assertThat(loaded(in("jar"), new ArrayList<>())).isEqualTo(content);
  }

  @Test
  void anInterruptedThreadUnpacksAndStaysInterrupted() throws Exception {
    byte[] content = library(MACHINE_OF_THIS, 1);
    OwnLibrary library = built("jar", content);
    Thread.currentThread().interrupt();
    library.load(file -> assertThat(contentOf(file)).isEqualTo(content));
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void anInterruptInBetweenStartsAnew() {
    List<String> tries = new ArrayList<>();
    Uninterrupted.run(
        () -> {
          tries.add("try");
          if (tries.size() == 1) {
            Thread.currentThread().interrupt();
            throw new MissingLibraryException("a channel was closed", "none", null);
          }
        });
    assertThat(Thread.interrupted()).isTrue();
    assertThat(tries).hasSize(2);
  }

  @Test
  void aFileThatIsRightIsNotWrittenAgain() throws Exception {
    byte[] content = library(MACHINE_OF_THIS, 1);
    loaded(built("jar", content), new ArrayList<>());
    Object first = Files.getAttribute(unpacked(content), "unix:ino");
    loaded(in("jar"), new ArrayList<>());
    assertThat(Files.getAttribute(unpacked(content), "unix:ino")).isEqualTo(first);
  }

  @Test
  void manyAtOnceLoadTheWholeLibraryAndLeaveOneFile() throws Exception {
    byte[] content = library(MACHINE_OF_THIS, 1);
    built("jar", content);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<byte[]>> answers = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        answers.add(threads.submit(() -> loaded(in("jar"), new ArrayList<>())));
      }
      for (Future<byte[]> answer : answers) {
        assertThat(answer.get()).isEqualTo(content);
      }
    } finally {
      threads.shutdown();
    }
    assertThat(filesIn(unpacked(content).getParent())).containsExactly(unpacked(content));
  }

  @Test
  void aFileThatAnotherClassLoaderHasIsLoadedAsACopyThatIsDeleted() throws Exception {
    byte[] content = library(MACHINE_OF_THIS, 1);
    List<String> files = new ArrayList<>();
    built("jar", content)
        .load(
            file -> {
              files.add(file);
              assertThat(contentOf(file)).isEqualTo(content);
              if (files.size() == 1) {
                throw new UnsatisfiedLinkError(
                    "Native Library " + file + " already loaded in another classloader");
              }
            });
    assertThat(files).hasSize(2);
    assertThat(files.get(0)).isEqualTo(unpacked(content).toString());
    assertThat(filesIn(unpacked(content).getParent())).containsExactly(unpacked(content));
  }

  @Test
  void aLibraryThatIsNotTheOneThatWasBuiltIsADamagedJar() throws Exception {
    byte[] content = library(MACHINE_OF_THIS, 1);
    byte[] changed = library(MACHINE_OF_THIS, 2);
    built("jar", content);
    Files.write(temp.resolve("jar").resolve(RESOURCE), changed);
    assertDamaged(
        "the library must be the one that was built, resource="
            + RESOURCE
            + ", sha256="
            + hash(changed)
            + ", expected="
            + hash(content)
            + "; the jar is damaged: take another copy of it");
    assertThat(filesIn(unpacked(content).getParent())).isEmpty();
  }

  @Test
  void aLibraryWithoutItsHashIsADamagedJar() throws Exception {
    built("jar", library(MACHINE_OF_THIS, 1));
    Files.delete(temp.resolve("jar").resolve(RESOURCE + ".sha256"));
    assertDamaged(
        "the jar must hold the library and its hash, missing="
            + RESOURCE
            + ".sha256; the jar is damaged: take another copy of it");
  }

  /** Such as an empty file: the hash must not name a folder by whatever it holds. */
  @Test
  void aHashThatIsNoneIsADamagedJar() throws Exception {
    built("jar", library(MACHINE_OF_THIS, 1));
    Files.writeString(temp.resolve("jar").resolve(RESOURCE + ".sha256"), "../../elsewhere\n");
    assertDamaged(
        "the hash of the library must be 64 hexadecimal digits, resource="
            + RESOURCE
            + ".sha256, hash=../../elsewhere; the jar is damaged: take another copy of it");
  }

  @Test
  void aLibraryOfAnotherMachineIsNamedWithBothMachines() throws Exception {
    int other = MACHINE_OF_THIS == 62 ? 183 : 62;
    byte[] content = library(other, 1);
    built("jar", content);
    assertDamaged(
        "the library must be for this machine, platform="
            + Platform.current()
            + ", library="
            + (other == 62 ? "x86_64" : "arm64")
            + ", file="
            + unpacked(content)
            + "; the jar is damaged: take the one for "
            + Platform.current());
  }

  private void assertDamaged(String message) {
    assertThatThrownBy(() -> loaded(in("jar"), new ArrayList<>()))
        .isInstanceOfSatisfying(
            MissingLibraryException.class, e -> assertThat(e.damaged()).isTrue())
        .hasMessage(message);
  }

  @Test
  void machinesAreReadFromTheHeader() {
    assertThat(ElfHeader.machine(library(62, 0))).isEqualTo("x86_64");
    assertThat(ElfHeader.machine(library(183, 0))).isEqualTo("arm64");
    assertThat(ElfHeader.machine(library(22, 0))).isEqualTo("ELF machine 22");
    assertThat(ElfHeader.machine(new byte[SIZE])).isEqualTo("no ELF file");
    assertThat(ElfHeader.machine(new byte[0])).isEqualTo("no ELF file");
  }
}
