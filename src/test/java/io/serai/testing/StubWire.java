package io.serai.testing;

import io.serai.testing.StubBackend.Seen;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How a stub reads requests, byte for byte and believing what it is told, and writes answers. */
final class StubWire {
  private StubWire() {}

  /** The next request of a connection, or null at its end. */
  static Seen read(InputStream in, int connection) throws IOException {
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

  /** A head and a body in one piece, the body not for a HEAD. */
  static byte[] answer(String head, byte[] body, boolean toHead) {
    var whole = new ByteArrayOutputStream();
    whole.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
    if (!toHead) {
      whole.writeBytes(body);
    }
    return whole.toByteArray();
  }

  /** With a length where the status has a body. */
  static String head(int status, String contentType, int length, String... headers) {
    var head = new StringBuilder("HTTP/1.1 " + status + " Stub\r\n");
    if (!contentType.isEmpty()) {
      head.append("Content-Type: ").append(contentType).append("\r\n");
    }
    for (var header : headers) {
      head.append(header).append("\r\n");
    }
    if (status != 204 && status != 304 && status >= 200) {
      head.append("Content-Length: ").append(length).append("\r\n");
    }
    return head.append("\r\n").toString();
  }
}
