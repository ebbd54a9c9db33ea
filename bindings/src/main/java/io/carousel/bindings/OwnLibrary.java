package io.carousel.bindings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;

/**
 * A native library of Carousel's own: a resource, beside which the build has written its SHA-256 as
 * another one. It is unpacked into a folder of {@link CacheFolder} that is named by the hash: so
 * that whatever is there is either this library or damaged, and versions live side by side.
 */
public final class OwnLibrary {
  /** The end of the name of the resource with the hash, 64 hexadecimal digits. */
  private static final String HASH = ".sha256";

  /** No library of ours comes near; a larger file is another one, and is not read into memory. */
  private static final long LARGEST = 64L << 20;

  private final ClassLoader loader;
  private final String resource;

  /**
   * @param loader has the resource; the jar's name and kind do not matter
   * @param resource such as {@code io/carousel/cpu/linux-x86_64/libjniCpuKernels.so}
   */
  public OwnLibrary(ClassLoader loader, String resource) {
    this.loader = loader;
    this.resource = resource;
  }

  /**
   * Unpacks the library where that is needed, and loads it.
   *
   * @param load calls {@link System#load} from the class that has the native methods, since the
   *     library belongs to the class loader of the caller
   * @throws MissingLibraryException if that is not possible, {@link MissingLibraryException#damaged
   *     damaged} if the jar is not what the build made
   */
  public void load(Consumer<String> load) {
    Uninterrupted.run(() -> unpackAndLoad(load));
  }

  private void unpackAndLoad(Consumer<String> load) {
    String hash = hash();
    Path file = CacheFolder.make(hash).resolve(name());
    try {
      byte[] content = unpacked(file, hash);
      ElfHeader.require(content, Platform.current(), file);
      load(file, content, load);
    } catch (UnsatisfiedLinkError e) {
      throw new MissingLibraryException(LoaderMessage.problem(e.getMessage()), e);
    } catch (IOException e) {
      throw CacheFolder.failed(file.getParent().toFile(), CacheFolder.PROPERTY, e);
    }
  }

  private String name() {
    return resource.substring(resource.lastIndexOf('/') + 1);
  }

  private String hash() {
    String hash = new String(read(resource + HASH), StandardCharsets.US_ASCII).strip();
    if (!hash.matches("[0-9a-f]{64}")) {
      throw damaged(
          "the hash of the library must be 64 hexadecimal digits, resource="
              + resource
              + HASH
              + ", hash="
              + hash,
          null);
    }
    return hash;
  }

  private static void load(Path file, byte[] content, Consumer<String> load) throws IOException {
    try {
      load.accept(file.toString());
    } catch (UnsatisfiedLinkError e) {
      if (!String.valueOf(e.getMessage()).contains("already loaded in another classloader")) {
        throw e;
      }
      loadCopy(file, content, load);
    }
  }

  /** A JVM gives a file to one class loader only; a copy is another file. */
  private static void loadCopy(Path file, byte[] content, Consumer<String> load)
      throws IOException {
    Path copy = Files.createTempFile(file.getParent(), "copy", ".so");
    try {
      Files.write(copy, content);
      load.accept(copy.toString());
    } finally {
      Files.delete(copy); // what has been mapped stays
    }
  }

  /** What the file holds, which is replaced if it is not what the hash says. */
  private byte[] unpacked(Path file, String hash) throws IOException {
    if (Files.isRegularFile(file) && Files.size(file) <= LARGEST) {
      byte[] found = Files.readAllBytes(file);
      if (sha256(found).equals(hash)) {
        return found;
      }
    }
    byte[] content = read(resource);
    String actual = sha256(content);
    if (!actual.equals(hash)) {
      throw damaged(
          "the library must be the one that was built, resource="
              + resource
              + ", sha256="
              + actual
              + ", expected="
              + hash,
          null);
    }
    write(file, content);
    return content;
  }

  /** Whole or not at all: other JVMs may read, write and run the file meanwhile. */
  private static void write(Path file, byte[] content) throws IOException {
    Path draft = Files.createTempFile(file.getParent(), "unpack", ".part");
    try {
      try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        ByteBuffer rest = ByteBuffer.wrap(content);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
        channel.force(true);
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private byte[] read(String name) {
    try (InputStream in = loader.getResourceAsStream(name)) {
      if (in == null) {
        throw damaged("the jar must hold the library and its hash, missing=" + name, null);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw damaged("the jar must be readable, resource=" + name + ", cause=" + e, e);
    }
  }

  private static MissingLibraryException damaged(String reason, Throwable cause) {
    return MissingLibraryException.damaged(reason, MissingLibraryException.ANOTHER_COPY, cause);
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM must know SHA-256", e);
    }
  }
}
