package io.carousel;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.reference.ReferenceProvider;
import io.carousel.spi.Availability;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import io.carousel.spi.BackendProvider;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which class loaders are asked for backends. */
class ProvidersTest {
  @TempDir private Path folder;

  /** A backend that only the context class loader knows of. */
  public static final class BroughtAlong implements BackendProvider {
    @Override
    public String name() {
      return "brought along";
    }

    @Override
    public int preference() {
      return 1;
    }

    @Override
    public Availability probe() {
      return new Availability.Unavailable("it is a test", "Do without", null);
    }

    @Override
    public Backend open(BackendOptions options) {
      throw new AssertionError("it is unavailable");
    }
  }

  private static List<String> found(ClassLoader context) {
    Providers providers = providers(context);
    assertThat(providers.broken()).isEmpty();
    return providers.usable().stream().map(BackendProvider::name).toList();
  }

  private static Providers providers(ClassLoader context) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(context);
    try {
      return Providers.find();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private URLClassLoader withService(String provider, ClassLoader parent) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(BackendProvider.class.getName()), provider);
    return new URLClassLoader(new URL[] {folder.toUri().toURL()}, parent);
  }

  @Test
  void aContextClassLoaderThatSeesNothingHidesNothing() throws IOException {
    try (URLClassLoader empty = new URLClassLoader(new URL[0], null)) {
      assertThat(found(empty)).containsExactly("reference");
    }
    assertThat(found(null)).containsExactly("reference");
  }

  @Test
  void aContextClassLoaderAddsWhatItAloneSees() throws IOException {
    String provider = BroughtAlong.class.getName();
    try (URLClassLoader more = withService(provider, getClass().getClassLoader())) {
      assertThat(found(more)).containsExactlyInAnyOrder("reference", "brought along");
    }
  }

  /** Its provider is none of this Carousel's, which would be an error of that application's jar. */
  @Test
  void anotherApplicationIsNotAsked() throws IOException {
    try (URLClassLoader other = withService("another.application.Provider", null)) {
      assertThat(found(other)).containsExactly("reference");
    }
  }

  /** There it is the same class by name, and none that we could use. */
  @Test
  void anotherApplicationsOwnCarouselIsNotAsked() throws IOException {
    URL classes = BackendProvider.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader other = new URLClassLoader(new URL[] {classes}, null)) {
      assertThat(found(other)).containsExactly("reference");
    }
  }

  /** A shaded jar of which one service file is left, and not ours. */
  @Test
  void theReferenceIsThereThoughNoFileNamesIt() {
    Providers none = Providers.of(Collections.emptyIterator()).withReference();
    assertThat(none.usable()).singleElement().isInstanceOf(ReferenceProvider.class);
    assertThat(none.broken())
        .containsExactly(
            "the jars' service files must name every backend,"
                + " missing=io.carousel.reference.ReferenceProvider,"
                + " file=META-INF/services/io.carousel.spi.BackendProvider."
                + " Merge the files of this name in a shaded jar");
    Providers other = Providers.of(List.<BackendProvider>of(new BroughtAlong()).iterator());
    assertThat(other.withReference().usable())
        .extracting(BackendProvider::name)
        .containsExactly("brought along", "reference");
  }

  @Test
  void theReferenceIsThereOnceWhereAFileNamesIt() throws IOException {
    Providers named = Providers.of(List.<BackendProvider>of(new ReferenceProvider()).iterator());
    assertThat(named.withReference()).isSameAs(named);
    String provider = ReferenceProvider.class.getName();
    try (URLClassLoader again = withService(provider, getClass().getClassLoader())) {
      assertThat(found(again)).containsExactly("reference");
    }
  }
}
