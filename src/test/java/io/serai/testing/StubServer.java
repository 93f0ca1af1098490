package io.serai.testing;

import io.serai.testing.StubBackend.Seen;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** The connections of a stub, a thread each. */
final class StubServer implements AutoCloseable {
  private final ServerSocket server;
  private final Handler handler;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  final CountDownLatch closed = new CountDownLatch(1);

  /** Answers a request. */
  @FunctionalInterface
  interface Handler {
    void answer(Socket socket, Seen request) throws IOException;
  }

  StubServer(ServerSocket server, Handler handler) {
    this.server = server;
    this.handler = handler;
  }

  void start() {
    daemon("stub-accept", this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  int accepted() {
    return accepted.get();
  }

  int open() {
    return open.size();
  }

  void closeConnections() {
    open.forEach(StubServer::closeQuietly);
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
      var in = new BufferedInputStream(socket.getInputStream());
      while (!socket.isClosed()) {
        var seen = StubWire.read(in, number);
        if (seen == null) {
          return;
        }
        handler.answer(socket, seen);
      }
    } catch (IOException e) {
      // The other side left, or the script closed: the end of this connection.
    } finally {
      open.remove(socket);
    }
  }

  private static void daemon(String name, Runnable task) {
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
