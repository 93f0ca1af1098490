package io.serai.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.testing.RawClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Forms, XML and charsets of clients, as they came or made JSON. */
class BodiesOfRequestsTest {
  private static final String FORM = "Content-Type: application/x-www-form-urlencoded";
  private static final String ROUTES =
      """
      - route:
          id: sent
          from:
            uri: "gateway:/sent"
            parameters: { method: POST }
            steps:
              - setBody: { simple: "${header.Content-Type} ${body}" }
      - route:
          id: json
          from:
            uri: "gateway:/json"
            parameters: { method: POST, bodyAs: json, arrays: "order.item", maxBody: 100KiB }
            steps:
              - setBody: { simple: "${header.Content-Type} ${body}" }
      - route:
          id: checked
          from:
            uri: "gateway:/checked"
            parameters: { method: POST, bodyAs: json, schema: '{"required":["sku"]}' }
            steps:
              - setBody: { simple: "${body}" }
      - route:
          id: strict
          from:
            uri: "gateway:/strict"
            parameters: { method: POST, schema: '{"required":["sku"]}' }
            steps:
              - setBody: { simple: "${header.Content-Type} ${body}" }
      """;

  private final Gate gate = new Gate();

  @BeforeEach
  void serve() throws Exception {
    gate.yaml(ROUTES);
  }

  @AfterEach
  void close() {
    gate.close();
  }

  private RawClient.Answer post(String path, String type, String body) {
    try (var client = gate.client()) {
      return client.request("POST", path, body, type).read();
    }
  }

  @Test
  void aFormGoesOnAsItCameUnlessItIsToBeJson() {
    assertThat(post("/sent", FORM, "a=1&b=x+y").body())
        .isEqualTo("application/x-www-form-urlencoded a=1&b=x+y");
    assertThat(post("/json", FORM, "a=1&b=x+y&a=2").body())
        .isEqualTo("application/json {\"a\":[\"1\",\"2\"],\"b\":\"x y\"}");
  }

  @Test
  void aFormIsHeldAgainstTheSchemaOnceItIsJson() {
    assertThat(post("/checked", FORM, "sku=42").body()).isEqualTo("{\"sku\":\"42\"}");
    var broken = post("/checked", FORM, "sky=42");
    assertThat(broken.status()).isEqualTo(400);
    assertThat(broken.body()).contains("required property 'sku' not found");
    assertThat(post("/strict", FORM, "sku=42").status()).isEqualTo(415);
  }

  @Test
  void multipartIsTakenApart() {
    var body =
        "--b\r\nContent-Disposition: form-data; name=\"sku\"\r\n\r\n42\r\n--b\r\n"
            + "Content-Disposition: form-data; name=\"f\"; filename=\"a.txt\"\r\n\r\nx\r\n--b--";
    var type = "Content-Type: multipart/form-data; boundary=\"b\"";
    assertThat(post("/json", type, body).body())
        .isEqualTo(
            "application/json {\"sku\":\"42\",\"f\":{\"filename\":\"a.txt\","
                + "\"contentType\":\"application/octet-stream\",\"content\":\"eA==\"}}");
    assertThat(post("/sent", type, body).body()).isEqualTo(type.substring(14) + " " + body);
    var torn = post("/json", type, body.substring(0, body.length() - 2));
    assertThat(torn.status()).isEqualTo(400);
    assertThat(torn.body())
        .contains("\"detail\":\"the body is multipart with a boundary in the middle of a line\"");
  }

  @Test
  void xmlCsvAndTextAreJsonToo() {
    assertThat(post("/json", "Content-Type: text/xml", "<order><item>1</item></order>").body())
        .isEqualTo("application/json {\"order\":{\"item\":[\"1\"]}}");
    assertThat(post("/json", "Content-Type: text/csv", "a\n1").body())
        .isEqualTo("application/json [{\"a\":\"1\"}]");
    assertThat(post("/json", "Content-Type: text/plain", "a").body())
        .isEqualTo("application/json \"a\"");
    assertThat(post("/json", "Content-Type: image/png", "a").status()).isEqualTo(415);
    assertThat(post("/json", "X-None: 1", "a").status()).isEqualTo(415);
  }

  @Test
  void whatCantBeReadIsTheClientsFault() {
    var bomb = "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>";
    var refused = post("/json", "Content-Type: application/xml", bomb);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body())
        .contains("\"detail\":\"the body is XML with a document type, which isn't read\"");
    assertThat(post("/json", FORM, "a=%zz").body()).contains("the body is a form with a % that");
    // What it becomes is bounded too: each line says the long name again.
    var csv = "n".repeat(1000) + "\n" + "1\n".repeat(1000);
    assertThat(post("/json", "Content-Type: text/csv", csv).status()).isEqualTo(400);
  }

  @Test
  void jsonInLatin1BecomesUtf8AndOtherCharsetsAreRefused() {
    // The client writes Latin-1, and reads it.
    var answer =
        post(
            "/strict",
            "Content-Type: application/json; charset=iso-8859-1",
            "{\"sku\":\"\u00e4\"}");
    assertThat(answer.body()).isEqualTo("application/json {\"sku\":\"\u00c3\u00a4\"}");
    var marked = "\u00ef\u00bb\u00bf{\"sku\":1}";
    assertThat(post("/strict", "Content-Type: application/json", marked).body())
        .isEqualTo("application/json {\"sku\":1}");
    var other = post("/json", "Content-Type: application/json; charset=koi8-r", "{}");
    assertThat(other.status()).isEqualTo(415);
    assertThat(other.body()).contains("in UTF-8 or ISO-8859-1");
    var declared = "<?xml version='1.0' encoding='koi8-r'?><a/>";
    assertThat(post("/json", "Content-Type: text/xml", declared).status()).isEqualTo(415);
  }
}
