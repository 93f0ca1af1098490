package io.serai.entry;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.Unpooled;
import io.serai.request.Holding;
import io.serai.settings.Settings;
import java.util.Arrays;
import java.util.Map;

/**
 * Requests are read the same however the network cuts them, and what isn't one is refused, never
 * more: the first byte says where to cut.
 */
public final class RequestFuzz {
  private static final ListenerSettings LIMITS = ListenerSettings.of(Settings.of(Map.of()));
  private static final long MAX_BODY = 4096;

  private RequestFuzz() {}

  /** Called by the fuzzer before the first input, whose time counts. */
  public static void fuzzerInitialize() {
    fuzzerTestOneInput(" GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII));
  }

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length < 2) {
      return;
    }
    int cut = 1 + (data[0] & 0xff) % (data.length - 1);
    var whole = read(Arrays.copyOfRange(data, 1, data.length));
    var cutOnce =
        read(Arrays.copyOfRange(data, 1, cut), Arrays.copyOfRange(data, cut, data.length));
    if (!whole.equals(cutOnce)) {
      throw new IllegalStateException("whole: " + whole + ", cut at " + cut + ": " + cutOnce);
    }
  }

  /** What the connection would make of it. */
  private static String read(byte[]... pieces) {
    var seen = new StringBuilder();
    var input = new Input();
    BodyReader body = null;
    try {
      for (var piece : pieces) {
        input.add(Unpooled.wrappedBuffer(piece));
        boolean more = input.size() > 0;
        while (more) {
          if (body == null) {
            var head = input.head(LIMITS);
            more = head != null && input.size() > 0;
            if (head != null) {
              seen.append(head.method()).append(' ').append(head.length()).append('\n');
              if (head.length() > MAX_BODY) {
                return seen.append("too long").toString();
              }
              body = head.hasBody() ? BodyReader.of(head, MAX_BODY, Holding.NONE) : null;
            }
          } else if (body.read(input)) {
            seen.append(body.bytes().length).append('\n');
            body = null;
            more = input.size() > 0;
          } else {
            more = false;
          }
        }
      }
    } catch (Malformed malformed) {
      // Where the second fault is seen depends on where the cut is; that there is one doesn't.
      return seen.append(malformed.status() >= 400 ? "refused" : "?").toString();
    }
    return seen.append(body == null ? "" : "waiting").toString();
  }
}
