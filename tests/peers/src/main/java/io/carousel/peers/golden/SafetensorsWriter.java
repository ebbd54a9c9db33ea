package io.carousel.peers.golden;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes named tensors as a safetensors file: length, header, data. */
final class SafetensorsWriter {
  private static final int GRAIN = 8;

  private SafetensorsWriter() {}

  static void write(Path path, Map<String, String> metadata, Map<String, Numbers> tensors)
      throws IOException {
    byte[] header = header(metadata, tensors);
    int count = tensors.values().stream().mapToInt(n -> n.values().length).sum();
    ByteBuffer file =
        ByteBuffer.allocate(Long.BYTES + header.length + count * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(header.length).put(header);
    for (Numbers numbers : tensors.values()) {
      for (float value : numbers.values()) {
        file.putFloat(value);
      }
    }
    Files.write(path, file.array());
  }

  private static byte[] header(Map<String, String> metadata, Map<String, Numbers> tensors) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    ObjectNode about = root.putObject("__metadata__");
    metadata.forEach(about::put);
    long offset = 0;
    for (Map.Entry<String, Numbers> entry : tensors.entrySet()) {
      ObjectNode tensor = root.putObject(entry.getKey()).put("dtype", "F32");
      for (long axis : entry.getValue().axes()) {
        tensor.withArray("shape").add(axis);
      }
      long end = offset + (long) entry.getValue().values().length * Float.BYTES;
      tensor.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    StringBuilder text = new StringBuilder(root.toString());
    while (text.length() % GRAIN != 0) {
      text.append(' ');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
