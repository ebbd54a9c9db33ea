package io.carousel.io;

import io.carousel.internal.Require;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Opening files for reading, with the same words for the same faults everywhere. */
final class InputFile {
  private static final int BUFFER = 1 << 16;
  private static final int GZIP_FIRST = 0x1f;
  private static final int GZIP_SECOND = 0x8b;

  private InputFile() {}

  /** Whether a path stands for standard input. */
  static boolean isStandardInput(Path file) {
    return file.toString().equals("-");
  }

  /** Throws unless there is something to read at this path. */
  static void requireReadable(Path file) {
    Require.that(Files.exists(file), "file must exist, file=" + file);
    Require.that(!Files.isDirectory(file), "file must not be a folder, file=" + file);
  }

  /** What is thrown where a file has nothing in it. */
  static IllegalArgumentException empty(Path file) {
    return new IllegalArgumentException("file must not be empty, file=" + file);
  }

  /** What is thrown where the machine fails while reading. */
  static UncheckedIOException unreadable(Path file, IOException cause) {
    boolean cutOff = cause instanceof EOFException || cause instanceof ZipException;
    return new UncheckedIOException(
        (cutOff ? "compressed file must be whole, file=" : "file must be readable, file=")
            + file
            + ": "
            + AtomicFile.reason(cause)
            + (cutOff ? "; copy it again" : ""),
        cause);
  }

  /**
   * The characters of a UTF-8 file, plain or compressed by gzip, without its byte order mark;
   * standard input for {@code -}. Bytes that are not UTF-8 make reading throw a {@link
   * CharacterCodingException}, which {@link #notUtf8} explains.
   */
  static BufferedReader utf8(Path file) throws IOException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(bytes(file), strictDecoder()), BUFFER);
    try {
      skipByteOrderMark(reader);
      return reader;
    } catch (IOException e) {
      reader.close();
      throw e;
    }
  }

  /** The bytes of a file, or of standard input, unpacked where they are compressed by gzip. */
  private static InputStream bytes(Path file) throws IOException {
    if (!isStandardInput(file)) {
      requireReadable(file);
    }
    InputStream raw = isStandardInput(file) ? System.in : new FileInputStream(file.toFile());
    InputStream in = new BufferedInputStream(raw, BUFFER);
    try {
      in.mark(2);
      boolean packed = in.read() == GZIP_FIRST && in.read() == GZIP_SECOND;
      in.reset();
      return packed ? new GZIPInputStream(in, BUFFER) : in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  static CharsetDecoder strictDecoder() {
    return StandardCharsets.UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  private static void skipByteOrderMark(BufferedReader reader) throws IOException {
    reader.mark(1);
    if (reader.read() != '\uFEFF') {
      reader.reset();
    }
  }

  /** What is thrown where bytes are not UTF-8: looks through the file again for the first one. */
  static IllegalArgumentException notUtf8(Path file) {
    if (isStandardInput(file)) {
      return new IllegalArgumentException("standard input must be UTF-8 text; convert it to UTF-8");
    }
    try (InputStream in = bytes(file)) {
      return firstBadByte(in).explain(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static Place firstBadByte(InputStream in) throws IOException {
    CharsetDecoder decoder = strictDecoder();
    ByteBuffer bytes = ByteBuffer.allocate(BUFFER).limit(0);
    CharBuffer chars = CharBuffer.allocate(BUFFER);
    Place place = new Place();
    boolean end = false;
    while (true) {
      int from = bytes.position();
      CoderResult result = decoder.decode(bytes, chars, end);
      place.passed(bytes, from);
      if (result.isError() || (end && result.isUnderflow())) {
        return place;
      }
      chars.clear();
      if (result.isUnderflow()) {
        end = !refill(bytes, in);
      }
    }
  }

  private static boolean refill(ByteBuffer bytes, InputStream in) throws IOException {
    bytes.compact();
    int count = in.read(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    bytes.position(bytes.position() + Math.max(count, 0)).flip();
    return count > 0;
  }

  /** How far into the file the decoder came. */
  private static final class Place {
    private long offset;
    private long line = 1;

    void passed(ByteBuffer bytes, int from) {
      offset += bytes.position() - from;
      for (int i = from; i < bytes.position(); i++) {
        if (bytes.get(i) == '\n') {
          line++;
        }
      }
    }

    IllegalArgumentException explain(Path file) {
      return new IllegalArgumentException(
          "file must be UTF-8 text, line="
              + line
              + ", byte="
              + offset
              + ", file="
              + file
              + "; save it as UTF-8");
    }
  }
}
