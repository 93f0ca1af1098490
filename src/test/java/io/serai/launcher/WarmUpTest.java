package io.serai.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.request.Loops;
import io.serai.settings.SettingsLoader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The request that a start sends itself: it comes through, and nobody sees it. */
class WarmUpTest {
  @TempDir private Path base = Path.of("");

  @Test
  void comesThroughAndLeavesNothingBehind() throws Exception {
    Configurator.setLevel("io.serai.access", Level.INFO);
    var lines = new Lines();
    try (var loops = Loops.start(1)) {
      try (var request = new FirstRequest(loops)) {
        request.run();
      }
      assertThat(lines.all).isEmpty();
      await().until(() -> threads().stream().noneMatch(name -> name.contains("warm-up")));
      assertThat(ManagementFactory.getPlatformMBeanServer().queryNames(null, null))
          .noneMatch(name -> name.toString().contains("warm-up"));
    } finally {
      lines.close();
    }
  }

  @Test
  void isInNoPageOfTheInstance() throws Exception {
    var instance = start(FirstRequest::new);
    try {
      for (var page : List.of("/metrics", "/routes", "/backends", "/status")) {
        assertThat(get(instance, page)).as(page).doesNotContain("warm");
      }
      // Counted are answers to others than the house itself: none so far.
      assertThat(get(instance, "/metrics")).doesNotContainPattern("seconds_count\\S* [1-9]");
    } finally {
      instance.stop();
    }
  }

  @Test
  void oneThatFailsStopsNoStart() throws Exception {
    start(
            loops ->
                new Trial() {
                  @Override
                  public void run() {
                    throw new NoClassDefFoundError("oops");
                  }
                })
        .stop();
  }

  @Test
  void oneThatHangsStopsNoStart() throws Exception {
    var held = new CountDownLatch(1);
    start(
            loops ->
                new Trial() {
                  @Override
                  public void run() throws InterruptedException {
                    held.await();
                  }
                })
        .stop();
    held.countDown();
  }

  private abstract static class Trial implements WarmUp.Trial {
    @Override
    public void close() {}
  }

  private Instance start(Function<Loops, WarmUp.Trial> trial) throws IOException {
    Files.createDirectories(base.resolve("conf"));
    Files.writeString(
        base.resolve("conf/serai.properties"), "listener.port=0\nmanagement.port=0\n");
    var loader = new SettingsLoader(base, KnownKeys.all(), Map.of(), Map.of());
    return Instance.start(
        new Instance.Start(
            new Directories(base, base), loader, loader.load().settings(), "token", false),
        trial);
  }

  private static String get(Instance instance, String page) throws Exception {
    var uri = URI.create("http://" + instance.management() + page);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
        .body();
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
  }

  private static final class Lines extends AbstractAppender {
    private final Queue<String> all = new ConcurrentLinkedQueue<>();
    private final Logger logger = (Logger) LogManager.getLogger("io.serai.access");

    Lines() {
      super("warm-up lines", null, null, true, Property.EMPTY_ARRAY);
      start();
      logger.addAppender(this);
    }

    @Override
    public void append(LogEvent event) {
      all.add(event.getMessage().getFormattedMessage());
    }

    void close() {
      logger.removeAppender(this);
      Configurator.setLevel("io.serai.access", Level.OFF);
      stop();
    }
  }
}
