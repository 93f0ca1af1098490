package io.serai.bench;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;

/**
 * What one would write by hand for this one page: three calls, the bodies spliced into one buffer,
 * no routes, no deadlines, no header rules, no metrics. The floor of what Netty can do.
 */
public final class RawAggregator {
  private static final String PREFIX = "/products/";
  private static final byte[][] NAMES = {
    "{\"catalog\":".getBytes(StandardCharsets.UTF_8),
    ",\"stock\":".getBytes(StandardCharsets.UTF_8),
    ",\"reviews\":".getBytes(StandardCharsets.UTF_8)
  };
  private static final String[] PATHS = {"/catalog/items/", "/stock/items/", "/reviews/items/"};

  private RawAggregator() {}

  /** Takes the port to listen on, the backends' port, and whether parts are validated. */
  public static void main(String... args) throws InterruptedException {
    int port = Integer.parseInt(args[0]);
    int backend = Integer.parseInt(args[1]);
    boolean validate = Boolean.parseBoolean(args[2]);
    var loop = Transport.oneLoop();
    var upstreams = new RawUpstreams(loop, backend, validate);
    RawServer.start(
        loop,
        port,
        (client, path) -> {
          if (!path.startsWith(PREFIX)) {
            RawServer.answer(client, HttpResponseStatus.NOT_FOUND, client.alloc().buffer(0));
            return;
          }
          var id = path.substring(PREFIX.length());
          var page = new RawPage(client, NAMES);
          for (int i = 0; i < PATHS.length; i++) {
            upstreams.call(PATHS[i] + id, page, i);
          }
        });
  }
}
