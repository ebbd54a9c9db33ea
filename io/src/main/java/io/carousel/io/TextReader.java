package io.carousel.io;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;

/** Reads whole text files. */
public final class TextReader {
  private TextReader() {}

  /**
   * The text of a UTF-8 file, without a byte order mark.
   *
   * @throws IllegalArgumentException if there is no such file, if it is empty, or if it is not
   *     UTF-8: the message says at which line and byte (from 0)
   * @throws java.io.UncheckedIOException if the machine fails while reading
   */
  public static String read(Path file) {
    StringBuilder text = new StringBuilder();
    try (BufferedReader reader = InputFile.utf8(file)) {
      char[] part = new char[1 << 16];
      for (int count = reader.read(part); count > 0; count = reader.read(part)) {
        text.append(part, 0, count);
      }
    } catch (CharacterCodingException e) {
      throw InputFile.notUtf8(file);
    } catch (IOException e) {
      throw InputFile.unreadable(file, e);
    }
    if (text.isEmpty()) {
      throw InputFile.empty(file);
    }
    return text.toString();
  }
}
