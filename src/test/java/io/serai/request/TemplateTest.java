package io.serai.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultEventLoop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TemplateTest {
  private static final DefaultEventLoop LOOP = new DefaultEventLoop();

  private final Map<String, String> client = new HashMap<>();
  private List<String> rest = List.of();
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());
  private final Request request =
      new Request(
          new Request.Identity("id", ""),
          new Client(),
          Deadline.in(Duration.ofSeconds(1)),
          LOOP,
          Runnable::run,
          9);

  private final class Client implements Inputs {
    @Override
    public @Nullable String path(String name) {
      return client.get(name);
    }

    @Override
    public @Nullable String query(String name) {
      return client.get("query." + name);
    }

    @Override
    public @Nullable String header(String name) {
      return client.get("header." + name);
    }

    @Override
    public @Nullable String cookie(String name) {
      return client.get("cookie." + name);
    }

    @Override
    public List<String> rest() {
      return rest;
    }

    @Override
    public String rawQuery() {
      return client.getOrDefault("raw", "");
    }

    @Override
    public String method() {
      return "GET";
    }
  }

  private void part(String name, String json, boolean success) {
    request
        .parts()
        .add(
            new Outcome(
                name,
                success ? Outcome.Verdict.SUCCESS : Outcome.Verdict.FAILURE,
                Outcome.Source.LIVE,
                200,
                "",
                200,
                true,
                json.getBytes(StandardCharsets.UTF_8),
                true,
                "",
                Map.of(),
                1,
                1,
                null,
                ErrorType.NONE));
  }

  private interface Writing {
    @Nullable Gap write(ByteBuf out);
  }

  private static String written(Writing writing) {
    var out = Unpooled.buffer();
    var gap = writing.write(out);
    return gap == null ? out.toString(StandardCharsets.UTF_8) : gap.kind() + " " + gap.reason();
  }

  private String path(String template) {
    return written(out -> Template.parsePath(template).path(request, exchange, out));
  }

  private String query(String template) {
    return written(out -> QueryTemplate.parse(template).append(request, exchange, out));
  }

  private String json(String template) {
    return written(out -> Template.parse(template).json(request, exchange, out));
  }

  private String header(String template) {
    return written(out -> Template.parse(template).header(request, exchange, out));
  }

  @Test
  void knowsEveryFormOfTheVocabulary() {
    assertThat(form("id")).isEqualTo("path id ");
    assertThat(form("user.address.0.zip")).isEqualTo("part user address.0.zip");
    assertThat(form("part.user")).isEqualTo("part user ");
    assertThat(form("part.user.a")).isEqualTo("part user a");
    assertThat(form("orders.items[].sellerId")).isEqualTo("part orders items[].sellerId");
    assertThat(form("orders[].id")).isEqualTo("part orders [].id");
    assertThat(form("query.filter[a]")).isEqualTo("query filter[a] ");
    assertThat(form("header.X-Tenant")).isEqualTo("header X-Tenant ");
    assertThat(form("cookie.c")).isEqualTo("cookie c ");
    assertThat(form("claim.sub")).isEqualTo("claim sub ");
    assertThat(form("property.p.q")).isEqualTo("property p.q ");
    assertThat(form("item")).isEqualTo("item  ");
    assertThat(form("item.id")).isEqualTo("item  id");
    assertThat(form("index")).isEqualTo("index  ");
    assertThat(form("*")).isEqualTo("rest * ");
    assertThat(form("x:a b")).isEqualTo("path x  = a b");
    assertThat(form("x:")).isEqualTo("path x  = ");
    assertThat(form("user.x?")).isEqualTo("part user x ?");
  }

  private static String form(String text) {
    var reference = Template.parse("{" + text + "}").references().get(0);
    assertThat(reference.text()).isEqualTo(text);
    return reference.namespace()
        + " "
        + reference.name()
        + " "
        + reference.member()
        + (reference.defaultText() == null ? "" : " = " + reference.defaultText())
        + (reference.optional() ? " ?" : "");
  }

  @Test
  void takesABraceThatFitsNoFormForText() {
    var texts =
        new String[] {
          "{",
          "}",
          "{}",
          "{ id }",
          "{\"a\":1}",
          "{1}",
          "{.a}",
          "{a.}",
          "{a..b}",
          "{a,b}",
          "{query}",
          "{query.}",
          "{part}",
          "{index.a}",
          "{a[0]}",
          "{a[]b}",
          "{skus: .}",
          "{?}",
          "{a?b}",
          "{-a}"
        };
    for (var text : texts) {
      if (!text.equals("{skus: .}")) {
        assertThat(Template.parse(text).references()).as(text).isEmpty();
      }
    }
    client.put("id", "7");
    assertThat(json("{\"a\":{\"b\":{id}}}")).isEqualTo("{\"a\":{\"b\":\"7\"}}");
    assertThat(path("/{{id}}")).isEqualTo("/%7B7%7D");
  }

  @Test
  void writesAValueAsExactlyOneSegment() {
    for (var each :
        Map.of(
                "a/b", "a%2Fb",
                "../x", "..%2Fx",
                "a?b#c", "a%3Fb%23c",
                "%2F", "%252F",
                "a b+c&d=e;f", "a%20b%2Bc%26d%3De%3Bf",
                "ü€😀", "%C3%BC%E2%82%AC%F0%9F%98%80",
                "a\\b", "a%5Cb",
                "~a-b_c.d", "~a-b_c.d",
                "...", "...")
            .entrySet()) {
      client.put("id", each.getKey());
      assertThat(path("/items/{id}/x")).isEqualTo("/items/" + each.getValue() + "/x");
      assertThat(query("q={id}")).isEqualTo("?q=" + each.getValue());
    }
  }

  @Test
  void refusesWhatWouldChangeThePathOrTheMessage() {
    for (var value : new String[] {".", "..", "a\r\nX: y", "a\nb", "a\u0000b", "\u007f"}) {
      client.put("id", value);
      assertThat(path("/items/{id}")).isEqualTo("REFUSED refused: the value of {id} can't be sent");
      assertThat(path("/items/{id}/x")).startsWith("REFUSED");
    }
    client.put("id", ".");
    assertThat(path("/{id}{id}/x")).startsWith("REFUSED");
    assertThat(path("/a{id}{id}/x")).isEqualTo("/a../x");
    client.put("id", "a\r\nX: y");
    assertThat(header("v-{id}")).startsWith("REFUSED");
    assertThat(query("a={id}")).startsWith("REFUSED");
    client.put("id", "");
    assertThat(path("/items/{id}")).isEqualTo("MISSING missing: {id}");
    assertThat(path("/items/{id?}")).startsWith("SKIPPED");
  }

  @Test
  void readsMembersOfParts() {
    part("user", "{\"id\":7,\"name\":\"A\\u00fc\",\"n\":null,\"a\":{\"l\":[{\"z\":\"1\"}]}}", true);
    part("gone", "{\"id\":7}", false);
    assertThat(path("/u/{user.id}/{user.a.l.0.z}/{user.name}")).isEqualTo("/u/7/1/A%C3%BC");
    assertThat(path("/u/{user.n}")).isEqualTo("MISSING missing: {user.n}");
    assertThat(path("/u/{user.x.y:dflt}")).isEqualTo("/u/dflt");
    assertThat(path("/u/{gone.id}")).startsWith("MISSING");
    assertThat(path("/u/{user.a}")).startsWith("REFUSED");
    assertThat(query("a={user.a.l}&b={user.x?}&c={user.id}"))
        .isEqualTo("?a=%5B%7B%22z%22%3A%221%22%7D%5D&c=7");
    assertThat(json("{\"id\":{user.id},\"u\":{part.user.a},\"s\":\"{user.name}\"}"))
        .isEqualTo("{\"id\":7,\"u\":{\"l\":[{\"z\":\"1\"}]},\"s\":\"Aü\"}");
  }

  @Test
  void walksArrays() {
    part("orders", "{\"items\":[{\"s\":3},{\"s\":1},{\"t\":0},{\"s\":3},{\"s\":null}]}", true);
    part("names", "[\"a,b\",\"c\"]", true);
    assertThat(query("id={orders.items[].s}&v=1")).isEqualTo("?id=3,1&v=1");
    assertThat(json("{\"ids\":{orders.items[].s}}")).isEqualTo("{\"ids\":[3,1]}");
    assertThat(json("{names[]}")).isEqualTo("[\"a,b\",\"c\"]");
    assertThat(query("n={names[]}")).isEqualTo("?n=a%2Cb,c");
    assertThat(query("id={orders.items[].x}")).startsWith("MISSING");
    // Left out, it would ask for everything.
    assertThat(query("id={orders.items[].x?}")).startsWith("EMPTY");
    assertThat(query("id={gone.items[].x?}")).startsWith("EMPTY");
    assertThat(query("id={orders.items[].x:none}")).isEqualTo("?id=none");
    part("none", "{\"items\":[],\"lists\":[{\"items\":[]}]}", true);
    assertThat(query("id={none.items[].x}")).startsWith("EMPTY");
    assertThat(query("id={none.lists[].items[].x}")).startsWith("EMPTY");
    assertThat(query("id={none.other[].x}")).startsWith("MISSING");
    assertThat(json("{orders.items[].x}")).isEqualTo("[]");
    assertThatThrownBy(() -> Template.parsePath("/a/{orders.items[].s}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("{orders.items[].s}");
  }

  @Test
  void readsWhatTheClientSentAndTheRouteKnows() {
    client.put("query.q", "x y");
    client.put("header.X-Tenant", "acme");
    client.put("cookie.c", "1");
    exchange.setProperty("p", 5);
    exchange.setProperty(Lookup.CLAIMS, Map.of("sub", "me"));
    exchange.setProperty(Exchange.SPLIT_INDEX, 3);
    exchange.getMessage().setBody(Map.of("id", 9, "in", List.of("z")));
    exchange.getMessage().setHeader("id", "header's");
    rest = List.of("a b", "", "c/d");
    assertThat(query("a={query.q}&b={header.X-Tenant}&c={cookie.c}&d={claim.sub}&e={property.p}"))
        .isEqualTo("?a=x%20y&b=acme&c=1&d=me&e=5");
    assertThat(path("/{index}/{item.id}/{item.in.0}/{*}")).isEqualTo("/3/9/z/a%20b//c%2Fd");
    assertThat(path("/{id}")).startsWith("MISSING");
    exchange.getMessage().setBody("{\"id\":\"s\"}");
    assertThat(path("/{item.id}")).isEqualTo("/s");
    rest = List.of("a", "..", "b");
    assertThat(path("/x/{*}")).startsWith("REFUSED");
    assertThatThrownBy(() -> Template.parsePath("/{*}/x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void leavesOutQueryParametersThatMayBeMissing() {
    client.put("query.a", "1");
    assertThat(query("x={query.x?}&a={query.a?}&b={query.b:2&3}&c=4"))
        .isEqualTo("?a=1&b=2%263&c=4");
    assertThat(query("x={query.x?}")).isEmpty();
    assertThat(query("x={query.x}")).isEqualTo("MISSING missing: {query.x}");
    assertThat(query("a=b%20c+d&flag&e=é")).isEqualTo("?a=b%20c+d&flag&e=%C3%A9");
    client.put("raw", "r=1&s=%20");
    assertThat(query("*&t=2")).isEqualTo("?r=1&s=%20&t=2");
    client.remove("raw");
    assertThat(query("*")).isEmpty();
  }

  @Test
  void fallsBackToTheMessagesHeadersWithoutAClientOnly() {
    var detached =
        new Request(
            new Request.Identity("id", ""),
            Inputs.NONE,
            Deadline.in(Duration.ofSeconds(1)),
            LOOP,
            Runnable::run,
            9);
    exchange.getMessage().setHeader("id", "7");
    assertThat(written(out -> Template.parsePath("/{id}").path(detached, exchange, out)))
        .isEqualTo("/7");
  }
}
