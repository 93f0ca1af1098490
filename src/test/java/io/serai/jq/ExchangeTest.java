package io.serai.jq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What goes in from an exchange and what comes out. */
class ExchangeTest {

  @Test
  void takesABodyInAnyForm() {
    for (var body :
        Arrays.asList(
            "{\"a\":1}".getBytes(UTF_8),
            "{\"a\":1}",
            new ByteArrayInputStream("{\"a\":1}".getBytes(UTF_8)),
            Unpooled.copiedBuffer("{\"a\":1}", UTF_8),
            Map.of("a", 1))) {
      assertThat(new Run().body(body).json(".a")).isEqualTo("1");
    }
    assertThat(new Run().json(".a")).isEqualTo("null");
    assertThat(new Run().body(new byte[0]).json(".")).isEqualTo("null");
    assertThat(new Run().body(List.of(1, 2)).json("add")).isEqualTo("3");
    assertThatThrownBy(() -> new Run().body(new Object()).json("."))
        .hasMessageContaining("a Java object of Object");
  }

  @Test
  void givesJsonForObjectsAndArraysAndPlainValuesElse() {
    var run = new Run().body("{\"t\":\"x\",\"n\":1.10,\"b\":true,\"o\":{\"a\":[1]}}");
    assertThat(run.plain(".o")).isEqualTo("{\"a\":[1]}".getBytes(UTF_8));
    assertThat(run.plain(".t")).isEqualTo("x");
    assertThat(run.plain(".n")).hasToString("1.10");
    assertThat(run.plain(".b")).isEqualTo(true);
    assertThat(run.plain(".none")).isNull();
    assertThat(run.as(".o.a[0]", Integer.class)).isEqualTo(1);
    assertThat(run.as(".o", String.class)).isEqualTo("{\"a\":[1]}");
    assertThat(run.as(".t", String.class)).isEqualTo("x");
    assertThat((Object) run.as(".o.a", List.class)).isEqualTo(List.of(1));
    assertThat((Object) run.as(".t, .b", List.class)).isEqualTo(List.of("x", true));
    assertThat((Object) run.as(".o", Map.class)).isEqualTo(Map.of("a", List.of(1)));
    assertThat(run.as(".o", JsonNode.class).isObject()).isTrue();
    assertThat(run.as(".t", Boolean.class)).isTrue();
  }

  @Test
  void isTrueForAllButFalseAndNull() {
    var run = new Run().body("{\"zero\":0,\"empty\":[],\"no\":false,\"null\":null}");
    assertThat(run.matches(".zero")).isTrue();
    assertThat(run.matches(".empty")).isTrue();
    assertThat(run.matches(".no")).isFalse();
    assertThat(run.matches(".null")).isFalse();
    assertThat(run.matches("empty")).isFalse();
    assertThat(run.matches("true, false")).isFalse();
  }

  @Test
  void hasCamelsFunctions() {
    var run = new Run().body("{\"a\":1}");
    run.exchange.getMessage().setHeader("h", "x");
    run.exchange.setProperty("p", 7);
    run.exchange.setVariable("v", "{\"q\":{\"id\":3}}".getBytes(UTF_8));
    assertThat(run.json("{h: header(\"h\"), p: property(\"p\"), v: variable(\"v\").q.id}"))
        .isEqualTo("{\"h\":\"x\",\"p\":7,\"v\":3}");
    assertThat(run.json("[header(\"no\"), header(\"no\"; 5), variable(\"no\"; .a)]"))
        .isEqualTo("[null,5,1]");
    assertThat(run.json("[body().a, constant(\"x\"), constant(Donald)]"))
        .isEqualTo("[1,\"x\",\"Donald\"]");
    assertThat(run.json(".b = header(\"h\")")).isEqualTo("{\"a\":1,\"b\":\"x\"}");
  }

  @Test
  void readsItsSource() {
    var run = new Run().body("1");
    run.exchange.setVariable("v", "{\"a\":2}".getBytes(UTF_8));
    run.exchange.getMessage().setHeader("h", "[3]");
    run.exchange.setProperty("p", Map.of("a", 4));
    var language = run.context.resolveLanguage("jq");
    var sources = Map.of("variable:v", ".a", "header:h", ".[0]", "property:p", ".a");
    assertThat(
            sources.entrySet().stream()
                .map(
                    of ->
                        language
                            .createExpression(
                                of.getValue(), new Object[] {Integer.class, of.getKey()})
                            .evaluate(run.exchange, Object.class))
                .toList())
        .containsExactlyInAnyOrder(2, 3, 4);
  }
}
