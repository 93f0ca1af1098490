package io.serai.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/**
 * A backend on a free loopback port that does as it is told, right or wrong, and remembers every
 * request byte for byte. A thread per connection; keep-alive and pipelining as a plain server.
 *
 * <pre>{@code
 * try (var stub = StubBackend.start()) {
 *   stub.on("/items/42", Script.json("{\"id\":42}"));
 *   stub.on("/slow", Script.json("{}").after(Duration.ofSeconds(3)));
 *   stub.on("/flaky", Script.inTurn(Script.status(503), Script.json("1")));
 *   … stub.url() …
 *   assertThat(stub.requests()).singleElement().satisfies(r -> r.header("accept") …);
 * }
 * }</pre>
 */
public final class StubBackend implements AutoCloseable {
  private final StubServer server;
  private final String scheme;
  private final Map<String, Script> scripts = new ConcurrentHashMap<>();
  private final List<Seen> requests = new CopyOnWriteArrayList<>();
  private volatile Script otherwise = Script.status(404);
  private volatile boolean remembers = true;

  /** What happens on a connection once a request has been read whole. */
  @FunctionalInterface
  public interface Script {
    void play(Talk talk) throws IOException;

    /** 200 with a JSON body and its length. */
    static Script json(String body) {
      return answer(200, "application/json", body);
    }

    /** A status with an empty body. */
    static Script status(int status) {
      return answer(status, "", "");
    }

    /** A whole answer; {@code headers} as {@code "ETag: \"1\""}. */
    static Script answer(int status, String contentType, String body, String... headers) {
      var bytes = body.getBytes(StandardCharsets.UTF_8);
      var head = StubWire.head(status, contentType, bytes.length, headers);
      return talk ->
          talk.send(StubWire.answer(head, bytes, talk.request().method().equals("HEAD")));
    }

    /** These bytes and nothing else, right or wrong. */
    static Script raw(String bytes) {
      return talk -> talk.send(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Never answers; the connection stays open until the other side closes it. */
    static Script hang() {
      return talk -> {
        while (talk.socket.getInputStream().read() >= 0) {
          // Whatever else it says.
        }
        talk.close();
      };
    }

    /** A TCP reset in place of an answer. */
    static Script reset() {
      return Talk::reset;
    }

    /** An orderly close in place of an answer. */
    static Script close() {
      return Talk::close;
    }

    /** The first request gets the first script and so on; the last one goes on for ever. */
    static Script inTurn(Script... scripts) {
      var turn = new AtomicInteger();
      return talk -> scripts[Math.min(turn.getAndIncrement(), scripts.length - 1)].play(talk);
    }

    /** Waits before it plays. */
    default Script after(Duration time) {
      return talk -> {
        talk.pause(time);
        play(talk);
      };
    }

    /** Plays on. */
    default Script then(Script next) {
      return talk -> {
        play(talk);
        next.play(talk);
      };
    }

    /** Sends what it sends byte by byte with a pause after each. */
    default Script dripping(Duration each) {
      return talk -> {
        talk.drip = each;
        play(talk);
        talk.drip = Duration.ZERO;
      };
    }
  }

  /**
   * A request as it arrived.
   *
   * @param raw head and body as sent, ISO 8859-1
   * @param target the request target as sent, with its query
   * @param headers in order, {@code Name: value}
   * @param connection counts the accepted connections from 1
   */
  @SuppressWarnings("ArrayRecordComponent") // a fixture; never compared
  public record Seen(
      String raw, String method, String target, List<String> headers, byte[] body, int connection) {

    /** The header's first value, or null; any case. */
    public String header(String name) {
      for (var header : headers) {
        int colon = header.indexOf(':');
        if (colon > 0 && header.substring(0, colon).equalsIgnoreCase(name)) {
          return header.substring(colon + 1).strip();
        }
      }
      return null;
    }

    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /** One exchange on a connection, for scripts of one's own. */
  public static final class Talk extends StubTalk {
    private Talk(Socket socket, Seen request, CountDownLatch closed) {
      super(socket, request, closed);
    }
  }

  private StubBackend(ServerSocket server, String scheme) {
    this.server = new StubServer(server, this::answer);
    this.scheme = scheme;
  }

  public static StubBackend start() {
    return start(ServerSocketFactory.getDefault(), "http");
  }

  /** For TLS: {@code start(sslContext.getServerSocketFactory(), "https")}. */
  public static StubBackend start(ServerSocketFactory sockets, String scheme) {
    try {
      var server = sockets.createServerSocket(0, 1024, InetAddress.getLoopbackAddress());
      var stub = new StubBackend(server, scheme);
      stub.server.start();
      return stub;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a path (without query) answers. */
  public StubBackend on(String path, Script script) {
    scripts.put(path, script);
    return this;
  }

  /** What every other path answers; 404 at first. */
  public StubBackend otherwise(Script script) {
    otherwise = script;
    return this;
  }

  /** Remembers no request from now on: under load for long they would be too many. */
  public StubBackend forgetful() {
    remembers = false;
    return this;
  }

  public int port() {
    return server.port();
  }

  /** {@code http://127.0.0.1:port}. */
  public String url() {
    return scheme + "://127.0.0.1:" + port();
  }

  /** Everything asked so far, in the order read. */
  public List<Seen> requests() {
    return requests;
  }

  /** How many connections were ever accepted. */
  public int connections() {
    return server.accepted();
  }

  /** How many connections are open now, as far as this side knows. */
  public int openConnections() {
    return server.open();
  }

  /** Closes every open connection, as a server does with idle ones. */
  public void closeConnections() {
    server.closeConnections();
  }

  @Override
  public void close() {
    server.close();
  }

  private void answer(Socket socket, Seen seen) throws IOException {
    if (remembers) {
      requests.add(seen);
    }
    int query = seen.target().indexOf('?');
    var path = query < 0 ? seen.target() : seen.target().substring(0, query);
    scripts.getOrDefault(path, otherwise).play(new Talk(socket, seen, server.closed));
  }
}
