package io.carousel.bindings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That nothing of JavaCPP's runs but what its jars hold, whatever is in them or in the cache. */
class DamagedJarTest {
  private static final String PLATFORM = Platform.current();
  private static final String LIBRARY =
      "org/bytedeco/javacpp/" + PLATFORM + "/" + Platform.file(PLATFORM, "jnijavacpp");
  private static final String OPENED = "open: host memory of 64 bytes" + System.lineSeparator();

  /** Where the local header of a zip's entry has the lengths of its name and its extra field. */
  private static final int NAME_LENGTH = 26;

  private static final int EXTRA_LENGTH = 28;

  private static final int HEADER = 30;

  @TempDir private Path temp;
  private Path original;
  private Path jar;
  private Path file;

  @BeforeEach
  void copyTheJar() throws IOException {
    original = Path.of(Child.natives().get(0));
    jar = Files.copy(original, temp.toRealPath().resolve(original.getFileName()));
    file = cache().resolve("carousel/javacpp").resolve(jar.getFileName()).resolve(LIBRARY);
  }

  private Path cache() throws IOException {
    return temp.toRealPath().resolve("cache");
  }

  private String allocate() throws IOException {
    return Child.withoutNatives()
        .with(jar.toString())
        .option("-Dcarousel.cache=" + cache())
        .run(ChildMain.class, "allocate");
  }

  private byte[] packed() throws IOException {
    try (ZipFile zip = new ZipFile(original.toFile())) {
      return zip.getInputStream(zip.getEntry(LIBRARY)).readAllBytes();
    }
  }

  private static String crc(byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    return Long.toHexString(crc.getValue());
  }

  /** Where the packed bytes of the library begin. */
  private static int start(byte[] bytes) {
    ByteBuffer zip = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int header = text.indexOf(LIBRARY) - HEADER;
    assertThat(zip.getInt(header)).isEqualTo(0x04034b50);
    return header
        + HEADER
        + zip.getShort(header + NAME_LENGTH)
        + zip.getShort(header + EXTRA_LENGTH);
  }

  /** Flips a bit such that as many bytes come out as before, but others; answers these. */
  private byte[] damage() throws IOException {
    byte[] bytes = Files.readAllBytes(original);
    int length = packed().length;
    int start = start(bytes);
    for (int at = start + 20_000; at < start + 21_000; at++) {
      bytes[at] ^= 1;
      Files.write(jar, bytes);
      try (ZipFile zip = new ZipFile(jar.toFile());
          InputStream in = zip.getInputStream(zip.getEntry(LIBRARY))) {
        byte[] out = in.readAllBytes();
        if (out.length == length) {
          return out;
        }
      } catch (IOException e) {
        // That flip broke the code of the letters, not one letter: the next byte, then.
      }
      bytes[at] ^= 1;
    }
    throw new AssertionError("no byte can be flipped");
  }

  private String damaged(byte[] content) throws IOException {
    return "the library must be the one that was packed, resource=jar:"
        + jar.toUri().toString().replace("file:///", "file:/")
        + "!/"
        + LIBRARY
        + ", crc32="
        + crc(content)
        + ", expected="
        + crc(packed())
        + "; the jar is damaged: take another copy of it"
        + System.lineSeparator();
  }

  @Test
  void aFlippedByteIsADamagedJarAndTheRepairedJarRuns() throws IOException {
    byte[] changed = damage();
    assertThat(allocate()).isEqualTo(damaged(changed));
    assertThat(file).doesNotExist();
    Files.copy(original, jar, StandardCopyOption.REPLACE_EXISTING);
    assertThat(allocate()).isEqualTo(OPENED);
    assertThat(file).hasBinaryContent(packed());
  }

  /** As JavaCPP alone leaves it, whose size and time are those of the jar's entry. */
  @Test
  void whatADamagedJarHasLeftIsReplacedFromTheRepairedOne() throws IOException {
    assertThat(allocate()).isEqualTo(OPENED);
    FileTime time = Files.getLastModifiedTime(file);
    Files.write(file, damage());
    Files.setLastModifiedTime(file, time);
    Files.copy(original, jar, StandardCopyOption.REPLACE_EXISTING);
    assertThat(allocate()).isEqualTo(OPENED);
    assertThat(file).hasBinaryContent(packed());
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(time);
  }

  @Test
  void aFileOfAnotherSizeOrTimeIsReplaced() throws IOException {
    assertThat(allocate()).isEqualTo(OPENED);
    Files.write(file, new byte[1000]);
    assertThat(allocate()).isEqualTo(OPENED);
    assertThat(file).hasBinaryContent(packed());
    byte[] other = packed();
    other[other.length / 2] ^= 1;
    Files.write(file, other);
    assertThat(allocate()).isEqualTo(OPENED);
    assertThat(file).hasBinaryContent(packed());
  }

  /** The mark must not vouch for what JavaCPP has unpacked anew from a jar that broke later. */
  @Test
  void aJarThatBreaksLaterIsFoundWhenItIsUnpackedAgain() throws IOException {
    assertThat(allocate()).isEqualTo(OPENED);
    byte[] changed = damage();
    assertThat(allocate()).isEqualTo(OPENED); // what was unpacked before is right
    Files.write(file, new byte[1000]);
    assertThat(allocate()).isEqualTo(damaged(changed));
  }

  @Test
  void aJarThatCannotBeInflatedIsDamaged() throws IOException {
    byte[] bytes = Files.readAllBytes(original);
    Arrays.fill(bytes, start(bytes) + 20_000, start(bytes) + 30_000, (byte) 0xff);
    Files.write(jar, bytes);
    assertThat(allocate())
        .startsWith("the jar must be readable, resource=jar:file:")
        .containsPattern(", cause=java\\.(util\\.zip\\.ZipException|io\\.EOFException): ")
        .endsWith("; the jar is damaged: take another copy of it" + System.lineSeparator());
  }

  /** Reading 95 MB at each start would be slow: what has been checked is checked no more. */
  @Test
  void allThatRunsHasBeenCheckedAndIsNotCheckedTwice() throws IOException {
    Child child = Child.withNatives().option("-Dcarousel.cache=" + cache());
    assertThat(child.run(ChildMain.class, "load")).startsWith("open: ");
    List<Path> libraries = unpacked(".*\\.so[.\\d]*");
    assertThat(libraries).hasSize(6);
    List<Path> marks = unpacked(".*\\.checked");
    assertThat(marks)
        .containsExactlyElementsOf(
            libraries.stream().map(library -> Path.of(library + ".checked")).toList());
    List<Object> before = inodes(marks);
    assertThat(child.run(ChildMain.class, "load")).startsWith("open: ");
    assertThat(inodes(marks)).isEqualTo(before);
    Files.delete(marks.get(0));
    assertThat(child.run(ChildMain.class, "load")).startsWith("open: ");
    assertThat(unpacked(".*\\.checked")).isEqualTo(marks);
    assertThat(unpacked(".*\\.part")).isEmpty();
  }

  private List<Path> unpacked(String name) throws IOException {
    try (Stream<Path> all = Files.walk(cache())) {
      return all.filter(path -> path.getFileName().toString().matches(name))
          .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
          .sorted()
          .toList();
    }
  }

  private static List<Object> inodes(List<Path> files) throws IOException {
    List<Object> all = new ArrayList<>();
    for (Path each : files) {
      all.add(Files.getAttribute(each, "unix:ino"));
    }
    return all;
  }
}
