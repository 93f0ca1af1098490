package io.serai.testing;

import io.serai.testing.StubBackend.Seen;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a script can do on a connection. */
abstract class StubTalk {
  final Socket socket;
  private final Seen request;
  private final CountDownLatch closed;
  Duration drip = Duration.ZERO;

  StubTalk(Socket socket, Seen request, CountDownLatch closed) {
    this.closed = closed;
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
