package io.serai.entry;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Takes an answer in small steps; what it hasn't asked for stays with the other side. */
final class SteadyClient implements AutoCloseable {
  private static final int LITTLE = 16 << 10;

  private final Socket socket = new Socket();

  /** Connects to a port of this machine; reads give up after 10 s. */
  SteadyClient(int port) throws IOException {
    socket.setReceiveBufferSize(LITTLE);
    socket.setSoTimeout(10_000);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5000);
  }

  void get(String path, String... lines) throws IOException {
    var head = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: test\r\n");
    for (var line : lines) {
      head.append(line).append("\r\n");
    }
    socket.getOutputStream().write(head.append("\r\n").toString().getBytes(US_ASCII));
  }

  /** Takes so many bytes and returns their number, which is less if there are no more. */
  int take(int most) {
    try {
      return socket.getInputStream().readNBytes(most).length;
    } catch (IOException reset) {
      return 0;
    }
  }

  /** Takes the head, and as much of the body step by step; how much there was of it. */
  int takeBody(int size, int step, long pauseMillis) throws IOException, InterruptedException {
    int ends = 0;
    while (ends < 4) {
      int c = socket.getInputStream().read();
      if (c < 0) {
        return 0;
      }
      ends = c == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : 0;
    }
    int all = 0;
    int taken = step;
    while (all < size && taken == step) {
      taken = take(Math.min(step, size - all));
      all += taken;
      Thread.sleep(pauseMillis);
    }
    return all;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
