package io.serai.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
  private final ServerSocket server;
  private final String scheme;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<String, Script> scripts = new ConcurrentHashMap<>();
  private final List<Seen> requests = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private volatile Script otherwise = Script.status(404);

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
      var head = new StringBuilder("HTTP/1.1 " + status + " Stub\r\n");
      if (!contentType.isEmpty()) {
        head.append("Content-Type: ").append(contentType).append("\r\n");
      }
      for (var header : headers) {
        head.append(header).append("\r\n");
      }
      if (status != 204 && status != 304 && status >= 200) {
        head.append("Content-Length: ").append(bytes.length).append("\r\n");
      }
      head.append("\r\n");
      return talk -> {
        var whole = new ByteArrayOutputStream();
        whole.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        if (!talk.request().method().equals("HEAD")) {
          whole.writeBytes(bytes);
        }
        talk.send(whole.toByteArray());
      };
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
  public final class Talk {
    private final Socket socket;
    private final Seen request;
    private Duration drip = Duration.ZERO;

    private Talk(Socket socket, Seen request) {
      this.socket = socket;
      this.request = request;
    }

    public Seen request() {
      return request;
    }

    public void send(byte[] bytes) throws IOException {
      OutputStream out = socket.getOutputStream();
      if (drip.isZero()) {
        out.write(bytes);
        out.flush();
        return;
      }
      for (var b : bytes) {
        out.write(b);
        out.flush();
        pause(drip);
      }
    }

    public void send(String text) throws IOException {
      send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Waits that long, or until the stub is closed. */
    public void pause(Duration time) throws IOException {
      try {
        if (closed.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
          throw new IOException("stub closed");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }

    public void close() throws IOException {
      socket.close();
    }

    public void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    /** Waits until the other side closes; false if it sent more or the time ran out. */
    public boolean awaitClose(Duration time) throws IOException {
      socket.setSoTimeout((int) time.toMillis());
      try {
        return socket.getInputStream().read() < 0;
      } catch (IOException e) {
        return socket.isClosed() || String.valueOf(e.getMessage()).contains("reset");
      }
    }
  }

  private StubBackend(ServerSocket server, String scheme) {
    this.server = server;
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
      stub.daemon("stub-accept", stub::accept);
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

  public int port() {
    return server.getLocalPort();
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
    return accepted.get();
  }

  /** How many connections are open now, as far as this side knows. */
  public int openConnections() {
    return open.size();
  }

  /** Closes every open connection, as a server does with idle ones. */
  public void closeConnections() {
    open.forEach(StubBackend::closeQuietly);
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    closeConnections();
  }

  private void accept() {
    while (closed.getCount() > 0) {
      try {
        var socket = server.accept();
        socket.setTcpNoDelay(true);
        open.add(socket);
        int number = accepted.incrementAndGet();
        daemon("stub-" + number, () -> serve(socket, number));
      } catch (IOException e) {
        // Closed, or a broken handshake: either way the loop's condition decides.
      }
    }
  }

  private void serve(Socket socket, int number) {
    try (socket) {
      var in = new java.io.BufferedInputStream(socket.getInputStream());
      while (!socket.isClosed()) {
        var seen = read(in, number);
        if (seen == null) {
          return;
        }
        requests.add(seen);
        int query = seen.target().indexOf('?');
        var path = query < 0 ? seen.target() : seen.target().substring(0, query);
        scripts.getOrDefault(path, otherwise).play(new Talk(socket, seen));
      }
    } catch (IOException e) {
      // The other side left, or the script closed: the end of this connection.
    } finally {
      open.remove(socket);
    }
  }

  private static Seen read(InputStream in, int connection) throws IOException {
    var raw = new ByteArrayOutputStream();
    var lines = new ArrayList<String>();
    for (var line = line(in, raw); !line.isEmpty(); line = line(in, raw)) {
      lines.add(line);
    }
    if (lines.isEmpty()) {
      return null;
    }
    var requestLine = lines.get(0).split(" ", 3);
    var headers = List.copyOf(lines.subList(1, lines.size()));
    var body = new ByteArrayOutputStream();
    for (var header : headers) {
      var lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        copy(in, Integer.parseInt(lower.substring(15).strip()), raw, body);
      } else if (lower.startsWith("transfer-encoding:") && lower.contains("chunked")) {
        chunks(in, raw, body);
      }
    }
    return new Seen(
        raw.toString(StandardCharsets.ISO_8859_1),
        requestLine[0],
        requestLine.length > 1 ? requestLine[1] : "",
        headers,
        body.toByteArray(),
        connection);
  }

  private static void chunks(InputStream in, ByteArrayOutputStream raw, ByteArrayOutputStream body)
      throws IOException {
    int size;
    do {
      size = Integer.parseInt(line(in, raw).strip(), 16);
      copy(in, size, raw, body);
      line(in, raw);
    } while (size > 0);
  }

  private static void copy(
      InputStream in, int length, ByteArrayOutputStream raw, ByteArrayOutputStream body)
      throws IOException {
    var bytes = in.readNBytes(length);
    raw.writeBytes(bytes);
    body.writeBytes(bytes);
  }

  /** One line without its CRLF; empty at the end of the stream too. */
  private static String line(InputStream in, ByteArrayOutputStream raw) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      raw.write(b);
      if (b == '\n') {
        break;
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  private void daemon(String name, Runnable task) {
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone all the same.
    }
  }
}
