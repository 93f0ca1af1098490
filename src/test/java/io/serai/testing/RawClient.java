package io.serai.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** HTTP by hand: sends the very bytes a test writes and reads answers one at a time. */
public final class RawClient implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  /** Connects to a port of this machine; reads give up after 10 s. */
  public RawClient(int port) {
    try {
      socket = new Socket();
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5000);
      socket.setSoTimeout(10_000);
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The other side: what a server of the test's own has accepted. The status line of what it reads
   * is a request line.
   */
  public RawClient(ServerSocket server) {
    try {
      server.setSoTimeout(10_000);
      socket = server.accept();
      socket.setSoTimeout(10_000);
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * One answer as it came.
   *
   * @param statusLine whole
   * @param headers lines as they came, in order
   * @param body by Content-Length; empty for a HEAD
   */
  public record Answer(String statusLine, List<String> headers, String body) {
    public int status() {
      return Integer.parseInt(statusLine.substring(9, 12));
    }

    /** The first header of that name, whatever the case, or an empty string. */
    public String header(String name) {
      var all = all(name);
      return all.isEmpty() ? "" : all.get(0);
    }

    public List<String> all(String name) {
      var prefix = name.toLowerCase(Locale.ROOT) + ":";
      return headers.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
          .map(line -> line.substring(prefix.length()).strip())
          .toList();
    }
  }

  /** Sends these characters as Latin-1 bytes. */
  public RawClient send(String text) {
    return send(text.getBytes(ISO_8859_1));
  }

  public RawClient send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A request without a body, with a Host header and the given further lines. */
  public RawClient get(String path, String... lines) {
    return request("GET", path, "", lines);
  }

  /** A request; a body that isn't empty gets its Content-Length. */
  public RawClient request(String method, String path, String body, String... lines) {
    var text = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: test\r\n");
    for (var line : lines) {
      text.append(line).append("\r\n");
    }
    if (!body.isEmpty()) {
      text.append("Content-Length: ").append(body.length()).append("\r\n");
    }
    return send(text + "\r\n" + body);
  }

  public Answer read() {
    return read(true);
  }

  /** An answer whose body, if it has a length at all, doesn't come. */
  public Answer readHead() {
    return read(false);
  }

  private Answer read(boolean withBody) {
    try {
      var statusLine = line();
      var headers = new ArrayList<String>();
      for (var line = line(); !line.isEmpty(); line = line()) {
        headers.add(line);
      }
      var answer = new Answer(statusLine, headers, "");
      var length = answer.header("Content-Length");
      if (!withBody || length.isEmpty()) {
        return answer;
      }
      return new Answer(
          statusLine, headers, new String(in.readNBytes(Integer.parseInt(length)), ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next chunk of a chunked body; empty for the last one, whose trailers are next. */
  public String chunk() {
    try {
      int size = Integer.parseInt(line(), 16);
      if (size == 0) {
        return "";
      }
      var data = new String(in.readNBytes(size), ISO_8859_1);
      line();
      return data;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What follows the last chunk, in lines. */
  public List<String> trailers() {
    try {
      var trailers = new ArrayList<String>();
      for (var line = line(); !line.isEmpty(); line = line()) {
        trailers.add(line);
      }
      return trailers;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All chunks there are, the last one and its trailers too. */
  public String chunks() {
    var all = new StringBuilder();
    for (var chunk = chunk(); !chunk.isEmpty(); chunk = chunk()) {
      all.append(chunk);
    }
    trailers();
    return all.toString();
  }

  /** That many bytes. */
  public String take(int bytes) {
    try {
      return new String(in.readNBytes(bytes), ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything until the other side closes; throws if that is a reset. */
  public String takeAll() {
    try {
      return new String(in.readAllBytes(), ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("closed after '" + line.toString(ISO_8859_1) + "'");
      }
      line.write(c);
    }
    return line.toString(ISO_8859_1).stripTrailing();
  }

  /** Whether the other side closes within the time without sending another byte. */
  public boolean isClosedWithin(Duration time) {
    try {
      socket.setSoTimeout((int) time.toMillis());
      return in.read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (SocketException e) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
