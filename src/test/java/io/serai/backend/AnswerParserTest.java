package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.request.Holding;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerParserTest {
  private static final ResponseHeaders ALL = ResponseHeaders.read("responseHeaders", "*");

  private static AnswerParser feed(String text, int... cuts) {
    return feed(text, false, cuts);
  }

  private static AnswerParser feed(String text, boolean head, int... cuts) {
    var parser = new AnswerParser();
    parser.reset(head, ALL, 1000, Holding.NONE);
    var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    int from = 0;
    for (int cut : cuts) {
      // A fresh array each time: nothing may be left behind in the one fed before.
      var piece = java.util.Arrays.copyOfRange(bytes, from, cut);
      assertThat(parser.feed(piece, 0, piece.length)).isEqualTo(piece.length);
      from = cut;
    }
    parser.feed(bytes, from, bytes.length);
    return parser;
  }

  @SuppressWarnings("StringConcatToTextBlock") // CRLF is the point
  private static final String[] WHOLE = {
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\nhello world",
    "HTTP/1.1 200\r\nX-A: b\r\ntransfer-encoding:\tChunked\r\n\r\n"
        + "6\r\nhello \r\n5;x=\"y\"\r\nworld\r\n0\r\nX-T: t\r\n\r\n",
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nLink: <a>\r\n\r\n"
        + "HTTP/1.1 201 \r\nContent-Length: 11 \r\nContent-Length: 11\r\n\r\nhello world",
    "HTTP/1.0 200 OK\r\nConnection: X-A, Keep-Alive\r\nX-A: b\r\nContent-Length: 11\r\n\r\nhello"
        + " world",
  };

  @Test
  void readsAnAnswerCutAtEveryByteAsIfItCameWhole() {
    for (var text : WHOLE) {
      for (int i = 0; i < text.length(); i++) {
        for (int j = i; j < text.length(); j += 7) {
          var parser = feed(text, i, j);
          assertThat(parser.fault()).isNull();
          assertThat(parser.isDone()).isTrue();
          assertThat(parser.keepAlive()).isTrue();
          var answer = parser.answer();
          assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo("hello world");
          assertThat(answer.headers()).doesNotContainKey("connection").doesNotContainKey("link");
        }
      }
    }
    var bytewise = new int[WHOLE[1].length()];
    for (int i = 0; i < bytewise.length; i++) {
      bytewise[i] = i;
    }
    assertThat(feed(WHOLE[1], bytewise).isDone()).isTrue();
    assertThat(feed(WHOLE[1]).answer().headers()).containsKeys("x-a");
    assertThat(feed(WHOLE[3]).answer().headers()).doesNotContainKey("x-a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/2 200 OK\r\n",
        "HTTP/1.1 20 OK\r\n",
        "HTTP/1.1 2000\r\n",
        "HTTP/1.1 099 x\r\n",
        "HTTP/1.1 600 x\r\n",
        "HTTP/1.1 101 Switching\r\n\r\n",
        "ICY 200 OK\r\n",
        "<html>\r\n",
        "HTTP/1.1 200 OK\n",
        "HTTP/1.1 200 OK\r\nA: b\n",
        "HTTP/1.1 200 OK\r\nA : b\r\n",
        "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n",
        "HTTP/1.1 200 OK\r\n: b\r\n",
        "HTTP/1.1 200 OK\r\nA\r\n",
        "HTTP/1.1 200 OK\r\nA: b\u0000c\r\n",
        "HTTP/1.1 200 OK\r\nA: b\rc\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0x1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n123456789\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nbad trailer\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n",
      })
  void refusesWhatCouldBeReadInTwoWays(String text) {
    var parser = feed(text.contains("3e9") ? text + "x".repeat(1001) : text);
    assertThat(parser.fault()).isNotNull();
    assertThat(parser.isDone()).isFalse();
    assertThat(parser.ended()).isFalse();
    for (int i = 0; i < text.length(); i++) {
      var cut = new AnswerParser();
      cut.reset(false, ALL, 1000, Holding.NONE);
      var bytes = (text + "x".repeat(1001)).getBytes(StandardCharsets.ISO_8859_1);
      int used = cut.feed(bytes, 0, i);
      if (cut.fault() == null && used == i) {
        cut.feed(bytes, i, bytes.length);
      }
      assertThat(cut.fault()).as("cut at " + i).isNotNull();
    }
  }

  @Test
  void refusesAHeadWithoutEnd() {
    var parser = feed("HTTP/1.1 200 OK\r\n");
    var line = ("X: " + "y".repeat(997) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    int fed = 0;
    while (parser.fault() == null && fed++ < 1000) {
      parser.feed(line, 0, line.length);
    }
    assertThat(fed).isBetween(30, 40);
    assertThat(parser.fault()).contains("32 KiB");

    parser.reset(false, ALL, 10, Holding.NONE);
    var open = "x".repeat(40_000).getBytes(StandardCharsets.US_ASCII);
    parser.feed(open, 0, open.length);
    assertThat(parser.fault()).contains("32 KiB");
  }

  @Test
  void expectsNoBodyWhereThereIsNone() {
    assertThat(feed("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", true).isDone()).isTrue();
    assertThat(feed("HTTP/1.1 204 x\r\n\r\n").isDone()).isTrue();
    assertThat(feed("HTTP/1.1 204 x\r\n\r\n").keepAlive()).isTrue();
    assertThat(feed("HTTP/1.1 304 x\r\nContent-Length: 5\r\n\r\n").isDone()).isTrue();
    assertThat(feed("HTTP/1.1 200 x\r\nContent-Length: 0\r\n\r\n").isDone()).isTrue();
  }

  @Test
  void readsToTheEndOfTheConnectionWhereNoLengthIsGiven() {
    var parser = feed("HTTP/1.1 200 OK\r\n\r\nabc");
    assertThat(parser.isDone()).isFalse();
    assertThat(parser.ended()).isTrue();
    assertThat(parser.keepAlive()).isFalse();
    assertThat(parser.answer().body()).hasSize(3);
    assertThat(feed("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc").ended()).isFalse();
    assertThat(feed("HTTP/1.1 200 OK\r\nA: b\r\n").ended()).isFalse();
  }

  @Test
  void keepsTheConnectionOnlyWhereBothSidesDo() {
    assertThat(feed("HTTP/1.1 204 x\r\nconnection: foo, CLOSE\r\n\r\n").keepAlive()).isFalse();
    assertThat(feed("HTTP/1.0 204 x\r\n\r\n").keepAlive()).isFalse();
  }

  @Test
  void leavesBytesBehindTheAnswerUnused() {
    var text =
        "HTTP/1.1 200 x\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 500"
            .getBytes(StandardCharsets.US_ASCII);
    var parser = new AnswerParser();
    parser.reset(false, ResponseHeaders.NONE, 10, Holding.NONE);
    assertThat(parser.feed(text, 0, text.length)).isEqualTo(text.length - 12);
    assertThat(parser.isDone()).isTrue();
  }
}
