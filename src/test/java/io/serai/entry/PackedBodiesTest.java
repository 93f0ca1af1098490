package io.serai.entry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.serai.formats.Packed;
import io.serai.testing.RawClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** gzip, from clients and to them. */
class PackedBodiesTest {
  private static final String ROUTES =
      """
      - route:
          id: echo
          from:
            uri: "gateway:/echo"
            parameters: { method: POST, maxBody: 10KiB, requestHeaders: "*" }
            steps:
              - setBody: { simple: "${header.Content-Encoding}|${body}" }
      - route:
          id: long
          from:
            uri: "gateway:/long"
            parameters: { responseHeaders: ETag }
            steps:
              - setHeader: { name: ETag, constant: '"1"' }
              - setBody: { constant: '{"a":"%s"}' }
      - route:
          id: short
          from:
            uri: "gateway:/short"
            steps:
              - setBody: { constant: '{"a":1}' }
      """;
  private static final String LONG = "x".repeat(2_000);

  private Gate gate = new Gate();

  @AfterEach
  void close() {
    gate.close();
  }

  private RawClient.Answer post(byte[] body, String coding) throws Exception {
    gate.close();
    gate = new Gate();
    gate.yaml(ROUTES.formatted(LONG));
    try (var client = gate.client()) {
      var text = new String(body, ISO_8859_1);
      return client.request("POST", "/echo", text, "Content-Encoding: " + coding).read();
    }
  }

  private RawClient.Answer get(String compression, String path, String accept) throws Exception {
    gate.close();
    gate = new Gate("listener.compression", compression);
    gate.yaml(ROUTES.formatted(LONG));
    return gate.get(path, "Accept-Encoding: " + accept);
  }

  @Test
  void aClientsBodyIsUnpackedBeforeTheRouteSeesIt() throws Exception {
    assertThat(post(Packed.gzip("[1]".getBytes(UTF_8)), "gzip").body()).isEqualTo("|[1]");
    assertThat(post("[1]".getBytes(UTF_8), "identity").body()).endsWith("|[1]");
  }

  @Test
  void aBombIs413AndABrokenOne400() throws Exception {
    var bomb = post(Packed.gzip(new byte[5 << 20]), "gzip");
    assertThat(bomb.status()).isEqualTo(413);
    assertThat(bomb.body()).contains("the body is larger than 10240 bytes");
    assertThat(post("[1]".getBytes(UTF_8), "gzip").status()).isEqualTo(400);
  }

  @Test
  void anotherCodingOrTwoAre415() throws Exception {
    for (var coding : new String[] {"br", "gzip, gzip", "compress"}) {
      var refused = post("[1]".getBytes(UTF_8), coding);
      assertThat(refused.status()).as(coding).isEqualTo(415);
      assertThat(refused.header("Accept-Encoding")).isEqualTo("gzip, deflate");
    }
  }

  @Test
  void anAnswerIsPackedForWhoTakesIt() throws Exception {
    var packed = get("gzip", "/long", "br, gzip;q=0.5");
    assertThat(packed.header("Content-Encoding")).isEqualTo("gzip");
    assertThat(packed.header("Vary")).isEqualTo("Accept-Encoding");
    assertThat(packed.header("ETag")).isEqualTo("W/\"1\"");
    assertThat(new String(Packed.plain(packed.body().getBytes(ISO_8859_1), "gzip", 9_999), UTF_8))
        .isEqualTo("{\"a\":\"" + LONG + "\"}");
  }

  @Test
  void itIsPlainForAllOthers() throws Exception {
    for (var accept : new String[] {"identity", "gzip;q=0", "br", "*;q=0"}) {
      var plain = get("gzip", "/long", accept);
      assertThat(plain.header("Content-Encoding")).as(accept).isEmpty();
      assertThat(plain.header("Vary")).isEqualTo("Accept-Encoding");
      assertThat(plain.header("ETag")).isEqualTo("\"1\"");
      assertThat(plain.body()).endsWith("x\"}");
    }
    var brief = get("gzip", "/short", "gzip");
    assertThat(brief.body()).isEqualTo("{\"a\":1}");
    assertThat(brief.header("Vary")).isEmpty();
    var off = get("off", "/long", "gzip");
    assertThat(off.header("Content-Encoding")).isEmpty();
    assertThat(off.header("Vary")).isEmpty();
  }
}
