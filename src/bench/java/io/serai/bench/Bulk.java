package io.serai.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** One body of zeros of any length, sent or read by hand over HTTP/1.1. */
final class Bulk {
  private static final int PIECE = 64 << 10;
  private static final long HELD_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final byte[] ZEROS = new byte[PIECE];

  private Bulk() {}

  /** Reads one of so many bytes, sent at so many a second, 0 for as fast as may be. */
  static void download(int port, long bytes, long perSecond) throws IOException {
    try (var socket = connected(port)) {
      ask(socket, "GET /files/" + bytes + "/" + perSecond + " HTTP/1.1\r\nHost: a\r\n\r\n");
      must(head(socket.getInputStream()).startsWith("HTTP/1.1 200 "), "no 200");
      drain(socket.getInputStream(), bytes);
    }
  }

  /** Sends one of so many bytes, the same way. */
  static void upload(int port, long bytes, long perSecond) throws IOException {
    try (var socket = connected(port)) {
      ask(socket, "PUT /files/0/0 HTTP/1.1\r\nHost: a\r\nContent-Length: " + bytes + "\r\n\r\n");
      send(socket.getOutputStream(), bytes, perSecond);
      must(head(socket.getInputStream()).startsWith("HTTP/1.1 204 "), "no 204");
    }
  }

  private static Socket connected(int port) throws IOException {
    var socket = new Socket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5000);
    socket.setSoTimeout(60_000);
    return socket;
  }

  private static void ask(Socket socket, String head) throws IOException {
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
  }

  static void must(boolean sound, String what) throws IOException {
    if (!sound) {
      throw new IOException(what);
    }
  }

  /** The next head, up to its empty line; empty at the end of the stream. */
  static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.append((char) next);
    }
    return head.toString();
  }

  static void drain(InputStream in, long bytes) throws IOException {
    var piece = new byte[PIECE];
    for (long left = bytes; left > 0; ) {
      int read = in.read(piece, 0, (int) Math.min(left, PIECE));
      must(read > 0, "ended " + left + " bytes early");
      left -= read;
    }
  }

  /** Behind a pause no faster than before, but for what a switch would have held: no link is. */
  static void send(OutputStream out, long bytes, long perSecond) throws IOException {
    long due = System.nanoTime();
    for (long sent = 0; sent < bytes; ) {
      int size = (int) Math.min(bytes - sent, PIECE);
      out.write(ZEROS, 0, size);
      sent += size;
      if (perSecond > 0) {
        long now = System.nanoTime();
        due = Math.max(due, now - HELD_NANOS) + (long) (1e9 * size / perSecond);
        sleep(due - now);
      }
    }
  }

  private static void sleep(long nanos) throws IOException {
    try {
      if (nanos > 0) {
        TimeUnit.NANOSECONDS.sleep(nanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
