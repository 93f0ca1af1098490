package io.serai.backend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.formats.Packed;
import io.serai.request.Outcome;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a call makes of the body of its answer. */
class ReadingTest {
  private final StubBackend stub = StubBackend.start();
  private final Calls calls =
      new Calls(
          "backend.a.url", stub.url(), "backend.thin.url", stub.url(), "backend.thin.pick", "id");

  @AfterEach
  void close() {
    calls.close();
    stub.close();
  }

  private static String text(Outcome outcome) {
    assertThat(outcome.reason()).isEmpty();
    return new String(outcome.body(), UTF_8);
  }

  private Outcome answered(Script script, String... parameters) {
    stub.on("/x", script);
    return calls.call("backend:a/x", parameters);
  }

  @Test
  void isShapedInOnePassAndOtherwiseLeftAsItCame() {
    var document =
        Script.json(
            "{\"data\":{\"items\":[{\"id\":"
                + " 1.10,\"name\":\"\\u00e4\",\"internal\":{\"a\":1},\"x\":2}]}}");
    assertThat(
            text(
                answered(
                    document,
                    "unwrap",
                    "data.items",
                    "pick",
                    "id,name,internal",
                    "drop",
                    "internal",
                    "rename",
                    "sku=id")))
        .isEqualTo("[{\"sku\": 1.10,\"name\":\"\\u00e4\"}]");
  }

  @Test
  void isShapedByTheBackendsSettingsToo() {
    stub.on("/x", Script.json("{\"id\":1,\"secret\":2}"));
    assertThat(text(calls.call("backend:thin/x"))).isEqualTo("{\"id\":1}");
    assertThat(text(calls.call("backend:thin/x", "pick", "secret"))).isEqualTo("{\"secret\":2}");
  }

  @Test
  void isShapedOutsideAMulticastAndAsReferencesSeeIt() {
    stub.on("/x", Script.json("{\"user\":{\"uid\":7,\"plan\":\"gold\"}}"));
    stub.on("/y/7", Script.json("[1]"));
    var step =
        calls.send(
            "backend:a/x", null, "as", "user", "unwrap", "user", "pick", "uid", "rename", "id=uid");
    assertThat(step.getMessage().getBody(String.class)).isEqualTo("{\"id\":7}");
    assertThat(step.getVariable("user", String.class)).isEqualTo("{\"id\":7}");
    var next = calls.context.createProducerTemplate().send("backend:a/y/{user.id}", step);
    assertThat(next.getMessage().getBody(String.class)).isEqualTo("[1]");

    // Without a name too; and then it has to be JSON.
    var body = calls.send("backend:a/x", null, "pick", "user.plan").getMessage();
    assertThat(body.getBody(String.class)).isEqualTo("{\"user\":{\"plan\":\"gold\"}}");
    stub.on("/x", Script.answer(200, "text/html", "<p>"));
    assertThat(calls.send("backend:a/x", null, "pick", "id").getException())
        .hasMessageContaining("answered text/html where JSON was expected");
  }

  @Test
  void whatCantBeShapedIsAFailedPart() {
    var failed = answered(Script.json("{\"data\":1}"), "unwrap", "data.items");
    assertThat(failed.verdict()).isEqualTo(Outcome.Verdict.FAILURE);
    assertThat(failed.reason()).isEqualTo("there is nothing to unwrap at data.items");
    assertThat(failed.answer()).isEqualTo(502);
    assertThat(answered(Script.json("7"), "pick", "id").reason()).contains("nothing to pick from");
  }

  @Test
  void aFallbackAndAnExpectedNullAreNotShaped() {
    var fallback =
        answered(Script.json("1"), "unwrap", "data", "fallback", "{\"data\":[],\"x\":1}");
    assertThat(fallback.source()).isEqualTo(Outcome.Source.FALLBACK);
    assertThat(new String(fallback.body(), UTF_8)).isEqualTo("{\"data\":[],\"x\":1}");
    assertThat(text(answered(Script.status(404), "unwrap", "data", "expect", "404")))
        .isEqualTo("null");
    assertThat(text(answered(Script.status(204), "unwrap", "data"))).isEqualTo("null");
  }

  @Test
  void theSchemaIsOfWhatTheBackendSent() {
    assertThat(
            text(
                answered(
                    Script.json("{\"id\":1,\"n\":2}"),
                    "pick",
                    "n",
                    "schema",
                    "{\"required\":[\"id\"]}")))
        .isEqualTo("{\"n\":2}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          pick   | a..b         | pick: a name is empty at character 3
          drop   | a,,          | drop: nothing stands at character 3
          rename | a            | rename: not one =
          unwrap | items[]      | unwrap: 'items[]' has many values
          format | yaml         | format: yaml (expected: json, xml, csv, text or bytes
          arrays | a..b         | arrays: 'a..b' (expected: names of elements
          csvSeparator | ab     | csvSeparator: ab (expected: one character such as ; or the word tab
          """)
  void whatCantBeReadIsRefusedWhenTheRouteIsBuilt(String name, String value, String says) {
    assertThatThrownBy(() -> calls.part("backend:a/x", name, value))
        .rootCause()
        .satisfies(e -> assertThat(e.getMessage()).startsWith(says));
  }

  @Test
  void bytesAreNoPartAndHaveNoShape() {
    assertThatThrownBy(() -> calls.part("backend:a/x", "format", "bytes", "as", "x"))
        .rootCause()
        .hasMessageContaining("format: bytes (expected: json, xml, csv or text, for the part x");
    assertThatThrownBy(() -> calls.part("backend:a/x", "format", "bytes", "pick", "x"))
        .rootCause()
        .hasMessageContaining("format: bytes (expected: json");
    assertThat(answered(Script.json("1"), "format", "bytes").reason())
        .isEqualTo("is bytes where JSON was expected");
    stub.on("/x", Script.json("{no JSON"));
    assertThat(
            calls.send("backend:a/x", null, "format", "bytes").getMessage().getBody(String.class))
        .isEqualTo("{no JSON");
  }

  @Test
  void jsonIsReadWhateverTheTypeSays() {
    assertThat(text(answered(Script.answer(200, "text/html", "[1]"), "format", "json")))
        .isEqualTo("[1]");
    assertThat(
            text(
                answered(
                    Script.answer(200, "application/json; charset=utf-16", "[1]"),
                    "format",
                    "json")))
        .isEqualTo("[1]");
    assertThat(answered(Script.answer(200, "text/html", "<p>"), "format", "json").reason())
        .isEqualTo("invalid JSON at byte 0: a '<', as in HTML or XML");
    var step = calls.send("backend:a/x", null, "format", "json");
    assertThat(step.getException()).hasMessageContaining("as in HTML");
  }

  @Test
  void textIsAJsonStringInTheCharsetItNames() {
    assertThat(text(answered(Script.answer(200, "text/plain", "a \"ä\"\n"))))
        .isEqualTo("\"a \\\"ä\\\"\\u000a\"");
    assertThat(
            text(
                answered(
                    Script.raw(
                        "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=\"ISO-8859-1\"\r\n"
                            + "Content-Length: 1\r\n\r\n\u00e4"))))
        .isEqualTo("\"ä\"");
    assertThat(
            answered(
                    Script.raw(
                        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
                            + "Content-Length: 1\r\n\r\n\u00e4"))
                .reason())
        .isEqualTo("answered text that is not UTF-8");
    assertThat(answered(Script.answer(200, "text/plain; charset=koi8-r", "a")).reason())
        .isEqualTo("answered text in koi8-r where UTF-8 or ISO-8859-1 was expected");
    var step = calls.send("backend:a/x", null, "format", "text", "optional", "true");
    assertThat(step.getMessage().getBody()).isNull();
    stub.on("/x", Script.answer(200, "text/csv", "a,b"));
    var message = calls.send("backend:a/x", null, "format", "text").getMessage();
    assertThat(message.getBody(String.class)).isEqualTo("\"a,b\"");
    assertThat(message.getHeader(Exchange.CONTENT_TYPE)).isEqualTo("application/json");
  }

  private static final String ITEM =
      "<?xml version=\"1.0\"?><item sku=\"42\"><name>Lamp</name><tag>new</tag></item>";

  @Test
  void xmlBecomesJsonThatIsShapedAndReferredToAsAnyOther() {
    var xml = Script.answer(200, "application/xml", ITEM);
    assertThat(text(answered(xml)))
        .isEqualTo("{\"item\":{\"@sku\":\"42\",\"name\":\"Lamp\",\"tag\":\"new\"}}");
    assertThat(text(answered(Script.answer(200, "application/atom+xml", "<feed/>"))))
        .isEqualTo("{\"feed\":\"\"}");
    assertThat(text(answered(Script.answer(200, "text/html", "<p>x</p>"), "format", "xml")))
        .isEqualTo("{\"p\":\"x\"}");
    assertThat(
            text(
                answered(
                    xml,
                    "unwrap",
                    "item",
                    "drop",
                    "name",
                    "rename",
                    "sku=@sku",
                    "arrays",
                    "item.tag")))
        .isEqualTo("{\"sku\":\"42\",\"tag\":[\"new\"]}");
    assertThat(text(answered(xml, "schema", "{\"required\":[\"item\"]}"))).contains("Lamp");

    stub.on("/y/42", Script.json("[1]"));
    var step = calls.send("backend:a/x", null, "as", "it", "unwrap", "item", "rename", "sku=@sku");
    assertThat(step.getMessage().getHeader(Exchange.CONTENT_TYPE)).isEqualTo("application/json");
    var next = calls.context.createProducerTemplate().send("backend:a/y/{it.sku}", step);
    assertThat(next.getMessage().getBody(String.class)).isEqualTo("[1]");
  }

  @Test
  void xmlOfNoPartIsHandedOnAsItCame() {
    stub.on("/x", Script.answer(200, "application/xml", ITEM));
    var message = calls.send("backend:a/x", null).getMessage();
    assertThat(message.getBody(String.class)).isEqualTo(ITEM);
    assertThat(message.getHeader(Exchange.CONTENT_TYPE)).isEqualTo("application/xml");
    message = calls.send("backend:a/x", null, "format", "xml").getMessage();
    assertThat(message.getBody(String.class)).startsWith("{\"item\":");
  }

  @Test
  void xmlThatCantBeReadIsAFailedPart() {
    var bomb = "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>";
    var failed = answered(Script.answer(200, "application/xml", bomb));
    assertThat(failed.reason()).isEqualTo("answered XML with a document type, which isn't read");
    assertThat(failed.answer()).isEqualTo(502);
    assertThat(answered(Script.answer(200, "text/xml; charset=koi8-r", ITEM)).reason())
        .isEqualTo("answered XML in koi8-r where UTF-8 or ISO-8859-1 was expected");
    assertThat(answered(Script.answer(200, "text/xml", "<a>")).reason())
        .isEqualTo("answered XML that is not XML at line 1, column 4");
    assertThat(
            answered(Script.answer(200, "text/xml", "<a>\t\t\t\t\t</a>"), "maxBody", "16B")
                .reason())
        .isEqualTo("answered XML that becomes more than 16 bytes");
    assertThat(text(answered(Script.answer(200, "text/xml", "")))).isEqualTo("null");
  }

  private static Script packed(byte[] body, String headers) {
    var text = new String(body, ISO_8859_1);
    return Script.raw(
        "HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n" + headers + "\r\n\r\n" + text);
  }

  @Test
  void whatIsPackedIsUnpackedFirst() {
    var gzip = Packed.gzip("{\"id\":1,\"x\":2}".getBytes(UTF_8));
    var json = packed(gzip, "Content-Type: application/json\r\nContent-Encoding: gzip");
    assertThat(text(answered(json, "pick", "id"))).isEqualTo("{\"id\":1}");
    var xml = Packed.gzip(ITEM.getBytes(UTF_8));
    assertThat(text(answered(packed(xml, "Content-Type: text/xml\r\nContent-Encoding: x-gzip"))))
        .startsWith("{\"item\":");
    stub.on("/x", packed(gzip, "Content-Type: image/png\r\nContent-Encoding: gzip"));
    var message = calls.send("backend:a/x", null, "responseHeaders", "*").getMessage();
    assertThat(message.getBody(String.class)).isEqualTo("{\"id\":1,\"x\":2}");
    assertThat(message.getHeader("content-encoding")).isNull();
  }

  @Test
  void aBombIsAFailedPart() {
    var bomb = Packed.gzip(new byte[32 << 20]);
    var type = "Content-Type: application/json\r\nContent-Encoding: ";
    assertThat(answered(packed(bomb, type + "gzip")).reason())
        .isEqualTo("answered gzip that becomes more than 8388608 bytes");
    assertThat(answered(packed(bomb, type + "gzip, gzip")).reason())
        .isEqualTo("answered in Content-Encoding gzip, gzip where gzip or deflate was expected");
    calls.call("backend:a/x", "gzip", "false");
    var asked = stub.requests().stream().map(seen -> seen.header("Accept-Encoding")).toList();
    assertThat(asked).containsExactly("gzip", "gzip", "identity");
  }

  @Test
  void csvBecomesAnArrayOfObjects() {
    var csv = Script.answer(200, "text/csv; charset=utf-8", "sku,left\r\n42,7\r\n43,0\r\n");
    assertThat(text(answered(csv)))
        .isEqualTo("[{\"sku\":\"42\",\"left\":\"7\"},{\"sku\":\"43\",\"left\":\"0\"}]");
    assertThat(text(answered(csv, "pick", "sku"))).isEqualTo("[{\"sku\":\"42\"},{\"sku\":\"43\"}]");
    assertThat(
            text(
                answered(
                    Script.answer(200, "text/plain", "a;b\n1;2"),
                    "format",
                    "csv",
                    "csvSeparator",
                    ";")))
        .isEqualTo("[{\"a\":\"1\",\"b\":\"2\"}]");
    assertThat(answered(Script.answer(200, "text/csv", "a\n\"x")).reason())
        .isEqualTo("answered CSV whose line 2 opens a quote that is never closed");
  }

  @Test
  void aByteOrderMarkIsPassedOverAndUtf16IsNamed() {
    var mark = "\u00ef\u00bb\u00bf";
    assertThat(
            text(
                answered(
                    Script.raw(
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                            + "Content-Length: 5\r\n\r\n"
                            + mark
                            + "{}"))))
        .isEqualTo("{}");
    assertThat(
            answered(
                    Script.raw(
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                            + "Content-Length: 4\r\n\r\n\0{\0}"))
                .reason())
        .isEqualTo("invalid JSON at byte 0: UTF-16 or UTF-32 where UTF-8 was expected");
  }
}
