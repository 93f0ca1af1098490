package io.serai.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Where bodies of any size come from and go to: {@code GET /store/<bytes>/<bytes a second>} is so
 * many zeros, and a PUT is read to its end. A thread for each connection.
 */
final class Origin implements AutoCloseable {
  private static final Pattern GET = Pattern.compile("^GET /store/(\\d+)/(\\d+) ");
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)\r\n");

  private final ServerSocket server;

  Origin() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  private static void start(Runnable task) {
    var thread = new Thread(task, "origin");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var socket = server.accept();
        start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private static void serve(Socket socket) {
    try (socket) {
      var in = new BufferedInputStream(socket.getInputStream());
      for (var head = Bulk.head(in); !head.isEmpty(); head = Bulk.head(in)) {
        var get = GET.matcher(head);
        if (get.find()) {
          long bytes = Long.parseLong(get.group(1));
          answer(socket, "200 OK\r\nContent-Length: " + bytes);
          Bulk.send(socket.getOutputStream(), bytes, Long.parseLong(get.group(2)));
        } else {
          var length = LENGTH.matcher(head);
          Bulk.must(length.find(), "a request without a length");
          Bulk.drain(in, Long.parseLong(length.group(1)));
          answer(socket, "204 No Content");
        }
      }
    } catch (IOException e) {
      // Whoever asked has gone, or will see it.
    }
  }

  private static void answer(Socket socket, String head) throws IOException {
    var whole = "HTTP/1.1 " + head + "\r\n\r\n";
    socket.getOutputStream().write(whole.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
