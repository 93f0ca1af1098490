package io.serai.manage;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One request on a socket of its own, byte for byte as a test writes it. */
final class RawHttp {

  /** The answer, its head as it came. */
  record Answer(int status, String head, String body) {}

  private final String host;
  private final int port;

  RawHttp(String address) {
    int colon = address.lastIndexOf(':');
    host = address.substring(0, colon).replaceAll("[\\[\\]]", "");
    port = Integer.parseInt(address.substring(colon + 1));
  }

  Answer get(String path, String... headers) throws IOException {
    return send("GET", path, headers);
  }

  Answer send(String method, String path, String... headers) throws IOException {
    var request = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    boolean hasHost = false;
    for (var header : headers) {
      request.append(header).append("\r\n");
      hasHost |= header.startsWith("Host:");
    }
    if (!hasHost) {
      request.append("Host: ").append(host).append(':').append(port).append("\r\n");
    }
    request.append("Content-Length: 0\r\nConnection: close\r\n\r\n");
    return raw(request.toString());
  }

  /** Exactly this. */
  Answer raw(String request) throws IOException {
    try (var socket = new Socket(host, port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      var text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int end = text.indexOf("\r\n\r\n");
      return new Answer(
          Integer.parseInt(text.substring(9, 12)), text.substring(0, end), text.substring(end + 4));
    }
  }
}
