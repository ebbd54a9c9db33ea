package io.carousel.io;

import io.carousel.internal.Require;
import io.carousel.internal.Shown;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Named tensors and strings in one file.
 *
 * <pre>
 *   bytes 0 to 7     n, little-endian: the length of the header
 *   n bytes          JSON: {"__metadata__": {string: string, ...},
 *                           name: {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, ...},
 *                    then spaces, so that the data starts at a multiple of 8
 *   the rest         the tensors one after the other, row by row, little-endian, without holes
 * </pre>
 */
final class SafetensorsFile implements AutoCloseable {
  private static final int LENGTH_BYTES = Long.BYTES;
  private static final int PART = 1 << 16;

  private final Path path;
  private final RandomAccessFile file;
  private final SafetensorsHeader header;
  private final long dataStart;

  /** Reads and checks the header. */
  private SafetensorsFile(Path path, RandomAccessFile file) throws IOException {
    this.path = path;
    this.file = file;
    long size = file.length();
    int headerLength = headerLength(size);
    byte[] bytes = new byte[headerLength];
    file.readFully(bytes);
    this.dataStart = (long) LENGTH_BYTES + headerLength;
    this.header = SafetensorsHeader.parse(bytes, size - dataStart, path);
  }

  /**
   * Opens a file and checks its header wholly.
   *
   * @throws IllegalArgumentException if there is no such file
   * @throws MalformedFileException if the header does not hold
   * @throws java.io.UncheckedIOException if the machine fails
   */
  static SafetensorsFile open(Path path) {
    InputFile.requireReadable(path);
    RandomAccessFile file = null;
    try {
      file = new RandomAccessFile(path.toFile(), "r");
      return new SafetensorsFile(path, file);
    } catch (IOException e) {
      closeAfter(file, e);
      throw failed(path, e);
    } catch (RuntimeException e) {
      closeAfter(file, e);
      throw e;
    }
  }

  private static void closeAfter(RandomAccessFile file, Exception cause) {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private static RuntimeException failed(Path path, IOException e) {
    return e instanceof EOFException
        ? new MalformedFileException("file must not shrink while it is read, file=" + path, e)
        : InputFile.unreadable(path, e);
  }

  private int headerLength(long size) throws IOException {
    if (size == 0) {
      throw new MalformedFileException("file must not be empty, file=" + path);
    }
    if (size < LENGTH_BYTES) {
      throw new MalformedFileException(
          "file must have 8 bytes for the length of its header, bytes=" + size + ", file=" + path);
    }
    long length = Long.reverseBytes(file.readLong());
    long most = Math.min(size - LENGTH_BYTES, SafetensorsHeader.LONGEST);
    if (length < 2 || length > most) {
      requireNoText(length);
      throw new MalformedFileException(
          "headerLength must be from 2 to "
              + most
              + " in this file, headerLength="
              + Long.toUnsignedString(length)
              + ", bytes="
              + size
              + ", file="
              + path);
    }
    return (int) length;
  }

  /** A file that begins with eight printable characters is somebody's text. */
  private void requireNoText(long length) {
    byte[] first = ByteBuffer.allocate(LENGTH_BYTES).putLong(Long.reverseBytes(length)).array();
    for (byte b : first) {
      if (b < ' ' && b != '\n' && b != '\r' && b != '\t') {
        return;
      }
    }
    throw new MalformedFileException(
        "file must be a safetensors file and not a text, begins with="
            + Shown.text(new String(first, StandardCharsets.US_ASCII))
            + ", file="
            + path
            + "; give the path of a model.safetensors");
  }

  Path path() {
    return path;
  }

  Map<String, String> metadata() {
    return header.metadata();
  }

  /** The tensors in the order of their bytes. */
  List<TensorEntry> tensors() {
    return header.tensors();
  }

  /** Copies an F32 tensor into a block, from an offset on. */
  void read(TensorEntry tensor, float[] into, int offset) {
    int[] at = {offset};
    read(tensor, buffer -> into[at[0]++] = buffer.getFloat());
  }

  /** Copies a tensor into a block, from an offset on; exact for both types. */
  void read(TensorEntry tensor, double[] into, int offset) {
    int[] at = {offset};
    switch (tensor.type()) {
      case F32 -> read(tensor, buffer -> into[at[0]++] = buffer.getFloat());
      case F64 -> read(tensor, buffer -> into[at[0]++] = buffer.getDouble());
    }
  }

  private interface NextNumber {
    void take(ByteBuffer buffer);
  }

  private void read(TensorEntry tensor, NextNumber next) {
    byte[] part = new byte[(int) Math.min(PART, tensor.end() - tensor.begin())];
    try {
      file.seek(dataStart + tensor.begin());
      for (long left = tensor.end() - tensor.begin(); left > 0; left -= part.length) {
        int count = (int) Math.min(left, part.length);
        file.readFully(part, 0, count);
        ByteBuffer buffer = ByteBuffer.wrap(part, 0, count).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
          next.take(buffer);
        }
      }
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw InputFile.unreadable(path, e);
    }
  }

  /** Writes a file or replaces it, atomically. */
  static void write(Path path, Map<String, String> metadata, List<TensorData> tensors) {
    metadata.forEach((name, text) -> requireReadable(name, text, path));
    byte[] header = SafetensorsHeader.bytes(metadata, tensors);
    Require.that(
        header.length <= SafetensorsHeader.LONGEST,
        "headerLength must be at most "
            + SafetensorsHeader.LONGEST
            + ", headerLength="
            + header.length
            + ", file="
            + path
            + "; limit the vocabulary");
    AtomicFile.write(
        path,
        out -> {
          ByteBuffer length = littleEndian(LENGTH_BYTES).putLong(header.length);
          out.write(length.array(), length.arrayOffset(), length.position());
          out.write(header);
          for (TensorData tensor : tensors) {
            write(out, tensor);
          }
        });
  }

  private static void requireReadable(String name, String text, Path path) {
    Require.that(
        text.length() <= SafetensorsHeader.LONGEST_TEXT,
        () ->
            "a text of the metadata must have at most "
                + SafetensorsHeader.LONGEST_TEXT
                + " characters, "
                + name
                + "="
                + text.length()
                + ", file="
                + path
                + "; limit the vocabulary");
  }

  private static void write(OutputStream out, TensorData tensor) throws IOException {
    ByteBuffer part = littleEndian(PART);
    for (int i = 0; i < tensor.elements(); i++) {
      if (part.remaining() < Double.BYTES) {
        out.write(part.array(), part.arrayOffset(), part.position());
        part.clear();
      }
      tensor.element().put(part, i);
    }
    out.write(part.array(), part.arrayOffset(), part.position());
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.wrap(new byte[bytes]).order(ByteOrder.LITTLE_ENDIAN);
  }
}
