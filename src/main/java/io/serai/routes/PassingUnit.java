package io.serai.routes;

import io.serai.settings.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A unit from a text in memory, built and served as any other and gone when it is closed: it is in
 * no list, in no JMX and in no file.
 */
public final class PassingUnit implements AutoCloseable {
  private static final Duration DRAIN = Duration.ofSeconds(2);

  private final Platform platform;
  private final Generation generation;

  private PassingUnit(Platform platform, Generation generation) {
    this.platform = platform;
    this.generation = generation;
  }

  /**
   * Serves it alone on a platform of its own.
   *
   * @param routes the text of a route file, known to be right: only what is cheap is checked
   * @throws IllegalArgumentException if it doesn't load
   */
  public static PassingUnit serve(Platform platform, String name, String routes) {
    var text =
        new TreeMap<>(Map.of(name + FileNames.ROUTES, routes.getBytes(StandardCharsets.UTF_8)));
    var files = UnitFiles.of(name, text, new TreeMap<>(), Path.of(""));
    var attempt = new Workshop(platform, DRAIN, any -> true).open(files);
    var generation = attempt.generation();
    if (generation == null) {
      throw new IllegalArgumentException(
          String.join(", ", attempt.problems().stream().map(Problem::toString).toList()));
    }
    platform.serve(List.of(generation.ways()));
    return new PassingUnit(platform, generation);
  }

  @Override
  public void close() {
    platform.serve(List.of());
    try {
      generation.ways().drained().get(DRAIN.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // Its context ends what is left.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    generation.discard();
  }
}
