package io.carousel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds in Java sources what could pass over a kind in silence: questions for the type of a
 * built-in, comparisons with one kind, and switches over kinds with a default that does not throw.
 * It reads text and not classes, since a default leaves no trace there, and so that one test sees
 * every module.
 */
final class DispatchRules {
  /** A family is a sealed interface with a kind. */
  private static final Pattern FAMILY =
      Pattern.compile(
          "sealed interface (\\w+)[^{]*\\{(?:(?!sealed interface).)*?\\bKind kind\\(\\);",
          Pattern.DOTALL);

  private static final Pattern MEMBER =
      Pattern.compile(
          "\\b(?:record|enum|class) (\\w+)\\s*(?:\\([^{;)]*\\))?\\s+implements ([\\w., ]+)");

  private static final Pattern TYPE_QUESTION =
      Pattern.compile(
          "instanceof\\s+(?:final\\s+)?(?:\\w+\\.)*(\\w+)"
              + "|(?:\\w+\\.)*\\b(\\w+)\\.class\\s*(?:::|\\.)\\s*isInstance"
              + "|[=!]=\\s*(?:\\w+\\.)*(\\w+)\\.class");

  private static final Pattern KIND_QUESTION = Pattern.compile("[!=]=\\s*(?:\\w+\\.)*Kind\\.\\w+");

  private static final Pattern SWITCH =
      Pattern.compile(
          "switch \\((?:[^{}]*\\.)?"
              + "(?:kind|cell|direction|activation|pooling|precision|targets)(?:\\(\\))?\\) \\{");

  private static final Pattern DEFAULT = Pattern.compile("\\bdefault\\s*(?:->|:)\\s*(\\w+)");

  private final Set<String> members = new TreeSet<>();

  /** Reads which types are built-ins out of all sources. */
  DispatchRules(Collection<String> sources) {
    Set<String> families = new TreeSet<>();
    for (String source : sources) {
      FAMILY.matcher(source).results().forEach(found -> families.add(found.group(1)));
    }
    for (String source : sources) {
      MEMBER
          .matcher(source)
          .results()
          .forEach(
              found -> {
                for (String parent : found.group(2).split(",", -1)) {
                  if (families.contains(simpleName(parent))) {
                    members.add(found.group(1));
                  }
                }
              });
    }
  }

  private static String simpleName(String name) {
    return name.substring(name.lastIndexOf('.') + 1).strip();
  }

  /** The simple names of all built-ins. */
  Set<String> members() {
    return members;
  }

  /** The places in a source that break the rules, as its text has them. */
  List<String> violations(String source) {
    List<String> found = new ArrayList<>();
    Matcher question = TYPE_QUESTION.matcher(source);
    while (question.find()) {
      for (int group = 1; group <= question.groupCount(); group++) {
        if (question.group(group) != null && members.contains(question.group(group))) {
          found.add(question.group());
        }
      }
    }
    KIND_QUESTION.matcher(source).results().forEach(one -> found.add(one.group()));
    Matcher start = SWITCH.matcher(source);
    while (start.find()) {
      Matcher otherwise = DEFAULT.matcher(source.substring(start.end(), end(source, start.end())));
      while (otherwise.find()) {
        if (!otherwise.group(1).equals("throw")) {
          found.add(start.group() + " ... " + otherwise.group());
        }
      }
    }
    return found;
  }

  /** Where the brace closes that was opened just before. */
  private static int end(String source, int from) {
    int depth = 1;
    int at = from;
    while (depth > 0 && at < source.length()) {
      char c = source.charAt(at++);
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
    }
    return at;
  }
}
