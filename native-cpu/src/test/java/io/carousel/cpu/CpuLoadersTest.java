package io.carousel.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.Backends;
import io.carousel.plan.NetworkPlan;
import io.carousel.spi.Backend;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters;
import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in a process: the libraries of several class loaders, and one OpenMP library for all. */
class CpuLoadersTest {
  /** Hides the OpenMP library of the system, wherever it is. */
  private static final String HIDE_LIBGOMP =
      "for f in $(PATH=$PATH:/sbin ldconfig -p | sed -n 's/.*libgomp.so.1.* => //p');"
          + " do mount --bind /dev/null $(readlink -f $f); done";

  @TempDir private Path temp;

  @BeforeAll
  static void assume() {
    ChildJvm.assumeKernels();
  }

  /** Run in each class loader. */
  public static final class Application {
    private Application() {}

    /** Trains on all threads and answers a digest of the weights. */
    public static int train() {
      try (Backend backend = Backends.named("cpu");
          Workload work = new Workload(backend, 128);
          NetworkPlan plan = work.plan(12, 16, false, Mode.TRAINING)) {
        for (int update = 0; update < 3; update++) {
          Workload.fill(plan.staging(0), update);
          plan.run(0, null);
          plan.apply(0);
        }
        return Arrays.hashCode(work.parameters.read(Parameters.Block.WEIGHTS));
      }
    }
  }

  /** Starts the same application in one class loader after the other, as a server does. */
  static final class Server {
    private Server() {}

    public static void main(String[] arguments) throws Exception {
      URLClassLoader first = deploy();
      System.out.println("first=" + train(first));
      URLClassLoader second = deploy();
      System.out.println("second=" + train(second));
      System.out.println("first again=" + train(first));
      first.close();
      WeakReference<ClassLoader> gone = new WeakReference<>(first);
      first = null;
      for (int i = 0; i < 100 && gone.get() != null; i++) {
        System.gc();
        Thread.sleep(20);
      }
      System.out.println("collected=" + (gone.get() == null));
      System.out.println("second again=" + train(second));
      System.out.println("third=" + train(deploy()));
      print("libgomp");
    }

    private static URLClassLoader deploy() throws IOException {
      List<URL> urls = new ArrayList<>();
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
        urls.add(new File(entry).toURI().toURL());
      }
      return new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
    }

    private static Object train(ClassLoader loader) throws Exception {
      Thread.currentThread().setContextClassLoader(loader);
      try {
        return loader.loadClass(Application.class.getName()).getMethod("train").invoke(null);
      } finally {
        Thread.currentThread().setContextClassLoader(null);
      }
    }
  }

  /** Trains, and says which OpenMP libraries the process has. */
  static final class Trainer {
    private Trainer() {}

    public static void main(String[] arguments) throws IOException {
      System.out.println("digest=" + Application.train());
      print("libgomp");
      print("libiomp");
      print("libomp");
    }
  }

  /** Loads our library alone. */
  static final class Alone {
    private Alone() {}

    public static void main(String[] arguments) {
      try {
        System.load(arguments[0]);
        System.out.println("loaded");
      } catch (UnsatisfiedLinkError e) {
        System.out.println(e.getMessage());
      }
    }
  }

  /** Prints each file that is mapped into this process and begins so. */
  private static void print(String library) throws IOException {
    Files.readAllLines(Path.of("/proc/self/maps")).stream()
        .filter(line -> line.contains("/" + library))
        .map(line -> line.substring(line.indexOf('/')))
        .distinct()
        .forEach(file -> System.out.println(library + "=" + file));
  }

  private ChildJvm child() {
    return new ChildJvm()
        .flag("-Dcarousel.cache=" + temp)
        .flag("-Djava.util.logging.SimpleFormatter.format=%4$s %5$s%n");
  }

  private String oneDnnsLibgomp() throws IOException {
    return temp.toRealPath() + "/carousel/javacpp/";
  }

  @Test
  void classLoadersOfOneJvmHaveTheirOwnKernelsAndShareOneOpenMpLibrary() throws Exception {
    ChildJvm.Result result = child().run(Server.class);
    String digest = result.value("first");
    for (String other : List.of("second", "first again", "second again", "third")) {
      assertThat(result.value(other)).as(other).isEqualTo(digest);
    }
    assertThat(result.lines()).filteredOn(line -> line.startsWith("libgomp=")).hasSize(1);
    assertThat(result.value("libgomp")).startsWith(oneDnnsLibgomp());
    assertThat(result.exit()).isZero();
  }

  /**
   * JavaCPP's thread that frees pointers keeps its class loader, unless it is told not to start.
   */
  @Test
  void aClosedClassLoaderIsCollectedWhereJavaCppFreesNothing() throws Exception {
    ChildJvm.Result result =
        child().flag("-Dorg.bytedeco.javacpp.nopointergc=true").run(Server.class);
    assertThat(result.value("collected")).isEqualTo("true");
    assertThat(result.value("second again")).isEqualTo(result.value("first"));
    assertThat(result.value("third")).isEqualTo(result.value("first"));
    assertThat(result.exit()).isZero();
  }

  @Test
  void theOnlyOpenMpLibraryIsTheOneOfOneDnnsJar() throws Exception {
    assertThat(openMp(child().run(Trainer.class))).hasSize(1);
  }

  private List<String> openMp(ChildJvm.Result result) throws IOException {
    assertThat(result.value("digest")).isNotEmpty();
    List<String> libraries =
        result.lines().stream().filter(line -> line.matches("lib[a-z]*omp=.*")).toList();
    assertThat(libraries).allMatch(line -> line.startsWith("libgomp=" + temp));
    return libraries;
  }

  @Test
  void nothingIsAskedOfASystemWithoutOpenMp() throws Exception {
    ChildJvm child = child().inMountNamespace(HIDE_LIBGOMP, temp);
    assertThat(openMp(child.run(Trainer.class))).hasSize(1);
    // The control: without the library of the jar, ours does not load there.
    assertThat(child.run(Alone.class, unpackedKernels()).lines())
        .singleElement()
        .asString()
        .contains("libgomp.so.1: ");
    assertThat(child().run(Alone.class, unpackedKernels()).lines()).containsExactly("loaded");
  }

  private String unpackedKernels() throws IOException {
    try (var files = Files.walk(temp)) {
      return files.filter(f -> f.endsWith("libjniCpuKernels.so")).findFirst().orElseThrow() + "";
    }
  }
}
