package io.carousel.consumer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * A published POM, read as it lies there: nothing is inherited, and its own version the only
 * property.
 */
final class Pom {
  private static final XPath XPATH = XPathFactory.newInstance().newXPath();

  private final Document document;

  private Pom(Document document) {
    this.document = document;
  }

  /** What is said of a dependency. */
  record About(String version, String scope) {}

  static Pom read(Path file) throws IOException {
    try {
      return new Pom(
          DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(file.toFile()));
    } catch (SAXException | ParserConfigurationException e) {
      throw new IOException(file.toString(), e);
    }
  }

  /** The text of an element of the project, empty if there is none. */
  String text(String path) {
    return string("/project/" + path, document);
  }

  boolean has(String path) {
    return nodes("/project/" + path).getLength() > 0;
  }

  /** By group:artifact, with classifier if it has one. */
  Map<String, About> dependencies() {
    return dependencies("/project/dependencies/dependency");
  }

  Map<String, About> managed() {
    return dependencies("/project/dependencyManagement/dependencies/dependency");
  }

  private Map<String, About> dependencies(String path) {
    Map<String, About> all = new TreeMap<>();
    NodeList nodes = nodes(path);
    for (int i = 0; i < nodes.getLength(); i++) {
      Object node = nodes.item(i);
      String classifier = string("classifier", node);
      String name = string("groupId", node) + ":" + string("artifactId", node);
      String scope = string("scope", node);
      all.put(
          classifier.isEmpty() ? name : name + ":" + classifier,
          new About(
              string("version", node).replace("${project.version}", text("version")),
              scope.isEmpty() ? "compile" : scope));
    }
    return all;
  }

  private NodeList nodes(String path) {
    try {
      return (NodeList) XPATH.evaluate(path, document, XPathConstants.NODESET);
    } catch (XPathExpressionException e) {
      throw new IllegalArgumentException(path, e);
    }
  }

  private static String string(String path, Object node) {
    try {
      return XPATH.evaluate(path, node).trim();
    } catch (XPathExpressionException e) {
      throw new IllegalArgumentException(path, e);
    }
  }
}
