package io.serai.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The least of a backend, on a free port of the loopback: the first request on each connection gets
 * one and the same JSON, bodies it doesn't read. Closing it closes all of them.
 */
final class OneAnswer implements AutoCloseable {
  private static final int END_OF_HEAD = 0x0d0a0d0a;

  private final ServerSocket server;
  private final byte[] answer;
  private final List<Socket> clients = new ArrayList<>();
  private boolean closed;

  private OneAnswer(ServerSocket server, String json) {
    this.server = server;
    this.answer =
        ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                + json.length()
                + "\r\n\r\n"
                + json)
            .getBytes(StandardCharsets.US_ASCII);
  }

  /** Serves this until it is closed; ASCII only. */
  static OneAnswer serve(String json) throws IOException {
    var loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    var backend = new OneAnswer(new ServerSocket(0, 8, loopback), json);
    var thread = new Thread(backend::serve, "serai-warm-up-backend");
    thread.setDaemon(true);
    thread.start();
    return backend;
  }

  int port() {
    return server.getLocalPort();
  }

  private void serve() {
    try {
      while (true) {
        var client = server.accept();
        if (!admit(client)) {
          return;
        }
        if (headCame(client.getInputStream())) {
          client.getOutputStream().write(answer);
        }
      }
    } catch (IOException e) {
      // Closed, as every one of them is in the end.
    }
  }

  private synchronized boolean admit(Socket client) throws IOException {
    if (closed) {
      client.close();
    } else {
      clients.add(client);
    }
    return !closed;
  }

  private static boolean headCame(InputStream in) throws IOException {
    int last = 0;
    while (last != END_OF_HEAD) {
      int read = in.read();
      if (read < 0) {
        return false;
      }
      last = last << 8 | read;
    }
    return true;
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    server.close();
    for (var client : clients) {
      client.close();
    }
  }
}
