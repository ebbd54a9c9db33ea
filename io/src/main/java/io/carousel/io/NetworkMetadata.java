package io.carousel.io;

import io.carousel.internal.Shown;
import io.carousel.model.LayerSpec;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.model.RecurrentSpec;
import java.util.LinkedHashMap;
import java.util.Map;

/** The part of the metadata that models and checkpoints share: format, version, network. */
final class NetworkMetadata {
  private static final String FORMAT = "format";
  private static final String VERSION = "version";
  private static final String NETWORK = "network";
  private static final String THIS_VERSION = "1";

  private NetworkMetadata() {}

  /** The metadata of a new file, to which others are added. */
  static Map<String, String> of(String format, NetworkSpec network) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(FORMAT, format);
    metadata.put(VERSION, THIS_VERSION);
    metadata.put(NETWORK, Json.write(NetworkSpec.class, network));
    return metadata;
  }

  /** Throws unless the file says that it is of this format. */
  static void require(SafetensorsFile file, String format) {
    requireEntry(file, FORMAT, format);
    requireEntry(file, VERSION, THIS_VERSION);
  }

  private static void requireEntry(SafetensorsFile file, String name, String expected) {
    String found = file.metadata().get(name);
    if (!expected.equals(found)) {
      throw new MalformedFileException(
          name
              + " must be "
              + expected
              + ", "
              + name
              + "="
              + (found == null ? "(none)" : Shown.text(found))
              + ", file="
              + file.path());
    }
  }

  /** An entry that must be there. */
  static String entry(SafetensorsFile file, String name) {
    String found = file.metadata().get(name);
    if (found == null) {
      throw new MalformedFileException(
          "metadata must have the entry, missing=" + name + ", file=" + file.path());
    }
    return found;
  }

  /** The network, which is no larger than the file's tensors allow. */
  static NetworkSpec network(SafetensorsFile file) {
    NetworkSpec network = Json.read(NetworkSpec.class, entry(file, NETWORK), NETWORK, file.path());
    long layers = 0;
    for (LayerSpec layer : network.layers()) {
      layers += layer.carriesState() ? ((RecurrentSpec) layer).layers() : 0;
    }
    if (layers > file.tensors().size()) {
      throw new MalformedFileException(
          "file must have the tensors of all layers, layers="
              + layers
              + ", tensors="
              + file.tensors().size()
              + ", file="
              + file.path());
    }
    return network;
  }

  /** The layout of a network out of a file, whose sizes may be anything. */
  static ParameterLayout layout(NetworkSpec network, SafetensorsFile file) {
    try {
      return ParameterLayout.of(network);
    } catch (ArithmeticException | IllegalArgumentException e) {
      throw new MalformedFileException(
          "the network must have a layout, network="
              + Shown.text(network.toString())
              + ", file="
              + file.path()
              + ": "
              + e.getMessage(),
          e);
    }
  }
}
