package io.carousel.cli;

import io.carousel.cli.terminal.Console;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes commands; those that print get the console. */
final class CommandFactory implements IFactory {
  private final Console console;

  CommandFactory(Console console) {
    this.console = console;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    boolean prints =
        Arrays.stream(type.getDeclaredConstructors())
            .anyMatch(c -> Arrays.equals(c.getParameterTypes(), new Class<?>[] {Console.class}));
    if (!prints) {
      return CommandLine.defaultFactory().create(type);
    }
    Constructor<K> constructor = type.getDeclaredConstructor(Console.class);
    return constructor.newInstance(console);
  }
}
