package io.serai.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Requests at a steady rate, whether or not the answers keep up, so that a pause shows as many
 * failures and not as a dip. Stops by itself after {@code atMost}.
 */
public final class SteadyLoad implements AutoCloseable {
  private final HttpClient client;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong answered = new AtomicLong();
  private final List<URI> targets;
  private final Consumer<HttpResponse<String>> onAnswer;
  private final long end;
  private final Duration patience;

  /**
   * Starts at once.
   *
   * @param perSecond requests a second over all targets together, 1 to 1,000
   * @param targets called in turn
   * @param onAnswer sees every answer, on a client thread
   */
  public SteadyLoad(
      int perSecond, Duration atMost, List<URI> targets, Consumer<HttpResponse<String>> onAnswer) {
    this(perSecond, atMost, Duration.ofSeconds(5), targets, onAnswer);
  }

  /**
   * The same with another patience.
   *
   * @param patience after which a request has failed that got no answer
   */
  public SteadyLoad(
      int perSecond,
      Duration atMost,
      Duration patience,
      List<URI> targets,
      Consumer<HttpResponse<String>> onAnswer) {
    this.patience = patience;
    this.client = HttpClient.newBuilder().connectTimeout(patience.dividedBy(2)).build();
    this.targets = targets;
    this.onAnswer = onAnswer;
    this.end = System.nanoTime() + atMost.toNanos();
    clock.scheduleAtFixedRate(this::send, 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
  }

  private void send() {
    if (System.nanoTime() - end > 0) {
      clock.shutdown();
      return;
    }
    var target = targets.get((int) (sent.getAndIncrement() % targets.size()));
    var request = HttpRequest.newBuilder(target).timeout(patience).build();
    client
        .sendAsync(request, BodyHandlers.ofString())
        .whenComplete(
            (answer, failure) -> {
              if (failure != null) {
                failures.add(target + ": " + failure);
              } else if (answer.statusCode() != 200) {
                failures.add(target + ": " + answer.statusCode() + " " + answer.body());
              } else {
                onAnswer.accept(answer);
              }
              answered.incrementAndGet();
            });
  }

  /** Sends no more, waits for what is out, and returns what failed. */
  public List<String> stop() throws IOException, InterruptedException {
    clock.shutdown();
    if (!clock.awaitTermination(5, TimeUnit.SECONDS)) {
      throw new IOException("the load generator did not stop");
    }
    long last = System.nanoTime() + patience.toNanos() + TimeUnit.SECONDS.toNanos(5);
    while (answered.get() < sent.get() && System.nanoTime() - last < 0) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    if (answered.get() < sent.get()) {
      failures.add((sent.get() - answered.get()) + " requests got no answer");
    }
    return List.copyOf(failures);
  }

  public long sent() {
    return sent.get();
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
