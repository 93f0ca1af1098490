package io.serai.launcher;

import io.serai.backend.Backends;
import io.serai.entry.Listener;
import io.serai.entry.ListenerSettings;
import io.serai.request.Loops;
import io.serai.routes.GatePlatform;
import io.serai.routes.PassingUnit;
import io.serai.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * One aggregated request by the way that requests go: the first loads some thousand classes, which
 * takes half a second on an event loop. It has a listener, a backend and a unit of its own on free
 * ports of the loopback and the platform's loops, so that it is in nobody's figures, logs or lists.
 */
final class FirstRequest implements WarmUp.Trial {
  // No start waits as long; on a slow machine it is still of use to the first client.
  private static final Duration AT_MOST = Duration.ofSeconds(3);

  private static final String ROUTE =
      """
      - route:
          id: warm-up
          from:
            uri: "gateway:/"
            steps:
              - multicast:
                  parallelProcessing: true
                  aggregationStrategy: "#keyed"
                  steps:
                    - to: { uri: "backend:warm/one", parameters: { as: one } }
                    - to: { uri: "backend:warm/two", parameters: { as: two } }
      """;

  private final Loops loops;
  private final long end = System.nanoTime() + AT_MOST.toNanos();
  // The last one first: the client goes, and with it the calls that were still made for it.
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  FirstRequest(Loops loops) {
    this.loops = loops;
  }

  @Override
  public void run() throws IOException {
    var backend = opened(OneAnswer.serve("{\"warm\":[true,1]}"));
    var settings =
        Settings.of(
            Map.of(
                "listener.host", "127.0.0.1",
                "listener.port", "0",
                "listener.loopBlockWarning", "0",
                "backend.warm.url", "http://127.0.0.1:" + backend.port()));
    var backends = opened(new Backends(loops, Runnable::run, settings));
    var listener = opened(Listener.unseen(ListenerSettings.of(settings), loops));
    var platform = new GatePlatform(listener, backends, () -> settings, () -> {});
    listener.open();
    // First without a route: this half needs none of what the other threads load meanwhile.
    ask(listener.port(), "404");
    opened(PassingUnit.serve(platform, "warm-up", ROUTE));
    ask(listener.port(), "200");
  }

  private void ask(int port, String status) throws IOException {
    var client = opened(new Socket());
    client.connect(
        new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port),
        millisLeft());
    client.setSoTimeout(millisLeft());
    client
        .getOutputStream()
        .write(
            "GET / HTTP/1.1\r\nHost: warm-up\r\nConnection: close\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
    var answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!answer.startsWith("HTTP/1.1 " + status)) {
      throw new IOException("answered " + answer);
    }
  }

  private int millisLeft() throws IOException {
    long left = end - System.nanoTime();
    if (left <= 0) {
      throw new IOException("given up after " + AT_MOST);
    }
    return Math.max(1, (int) Duration.ofNanos(left).toMillis());
  }

  private <T extends AutoCloseable> T opened(T what) {
    opened.push(what);
    return what;
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        LoggerFactory.getLogger(FirstRequest.class).debug("not closed cleanly", e);
      }
    }
  }
}
