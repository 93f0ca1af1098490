package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.PartFailed;
import io.serai.request.Outcome;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a well-behaved backend is asked and what comes of its answers. */
class BackendCallTest {
  private final StubBackend stub = StubBackend.start();
  private final Calls calls = new Calls("backend.shop.url", stub.url() + "/api/");

  @AfterEach
  void close() {
    calls.close();
    stub.close();
  }

  private static String text(Outcome outcome) {
    return new String(outcome.body(), StandardCharsets.UTF_8);
  }

  @Test
  void asksWithTheHeadersAlwaysSentAndNoneOfTheClients() {
    stub.on("/api/items/42", Script.json("{\"id\":42}"));
    calls.inputs = Calls.inputs(Map.of("id", "42"), Map.of("header.Authorization", "Bearer x"));

    var outcome = calls.call("backend:shop/items/{id}", "as", "thing");

    assertThat(outcome.reason()).isEmpty();
    assertThat(outcome.verdict()).isEqualTo(Outcome.Verdict.SUCCESS);
    assertThat(outcome.part()).isEqualTo("thing");
    assertThat(outcome.status()).isEqualTo(200);
    assertThat(outcome.json()).isTrue();
    assertThat(text(outcome)).isEqualTo("{\"id\":42}");
    assertThat(outcome.attempts()).isEqualTo(1);
    var seen = stub.requests().get(0);
    assertThat(seen.raw())
        .startsWith("GET /api/items/42 HTTP/1.1\r\nHost: 127.0.0.1:" + stub.port());
    assertThat(seen.header("X-Request-Id")).isEqualTo("id-1");
    assertThat(seen.header("traceparent"))
        .matches("00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-01")
        .doesNotContain("b7ad6b7169203331");
    assertThat(seen.header("Via")).isEqualTo("1.1 serai");
    assertThat(seen.header("Accept")).startsWith("application/json");
    assertThat(seen.header("Accept-Encoding")).isEqualTo("gzip");
    assertThat(seen.header("Authorization")).isNull();
    assertThat(seen.header("Content-Length")).isNull();
  }

  @Test
  void aHeaderSetByARuleTakesThePlaceOfOurs() {
    stub.otherwise(Script.json("1"));

    calls.call(
        "backend:shop/a",
        "method",
        "POST",
        "body",
        "<a/>",
        "requestHeaders",
        "Accept=text/csv, content-type=application/xml");

    assertThat(stub.requests().get(0).headers())
        .contains("Accept: text/csv", "content-type: application/xml")
        .noneMatch(line -> line.startsWith("Accept: application/json"))
        .noneMatch(line -> line.startsWith("Content-Type: "))
        .filteredOn(line -> line.startsWith("Host:"))
        .containsExactly("Host: 127.0.0.1:" + stub.port());
  }

  @Test
  void tellsOnceEvenIfWhatFollowsBreaks() throws Exception {
    stub.otherwise(Script.json("1"));
    var told = new AtomicInteger();
    var request = calls.request();
    var call = calls.part("backend:shop/a");

    request
        .loop()
        .execute(
            () ->
                call.start(
                    new DefaultExchange(calls.context),
                    request,
                    outcome -> {
                      told.incrementAndGet();
                      throw new IllegalStateException("broke");
                    }));

    await().until(() -> told.get() > 0);
    Thread.sleep(200);
    assertThat(told).hasValue(1);
    assertThat(calls.call("backend:shop/a").isSuccess()).isTrue();
  }

  @Test
  void usesOneConnectionForOneCallAfterTheOther() {
    stub.otherwise(Script.json("1"));
    for (int i = 0; i < 5; i++) {
      assertThat(calls.call("backend:shop/a").isSuccess()).isTrue();
    }
    assertThat(stub.connections()).isEqualTo(1);
    var stats = calls.stats("shop");
    assertThat(stats.calls()).isEqualTo(5);
    assertThat(stats.successes()).isEqualTo(5);
    assertThat(stats.inFlight()).isZero();
    assertThat(stats.open()).isEqualTo(1);
    assertThat(stats.buckets().get(Double.POSITIVE_INFINITY)).isEqualTo(5);
  }

  @Test
  void letsListedHeadersThroughBothWaysAndNoOthers() {
    stub.otherwise(
        Script.answer(
            200,
            "application/json",
            "{}",
            "ETag: \"1\"",
            "Set-Cookie: a=b",
            "cAmElHttpPath: /x",
            "X-Secret: s"));
    calls.inputs =
        Calls.inputs(
            Map.of(),
            Map.of(
                "header.X-Tenant", "acme",
                "header.Cookie", "c=1",
                "header.Connection", "X-Tenant",
                "header.CamelHttpUri", "http://evil/",
                "cookie.plan", "gold"));

    var outcome =
        calls.call(
            "backend:shop/a",
            "requestHeaders",
            "X-Tenant, X-Plan={cookie.plan}, X-None={header.Nope?}",
            "responseHeaders",
            "etag");

    assertThat(outcome.headers()).isEqualTo(Map.of("etag", List.of("\"1\"")));
    var seen = stub.requests().get(0);
    assertThat(seen.header("X-Tenant")).isEqualTo("acme");
    assertThat(seen.header("X-Plan")).isEqualTo("gold");
    assertThat(seen.header("X-None")).isNull();
    assertThat(seen.header("Cookie")).isNull();

    outcome = calls.call("backend:shop/a", "requestHeaders", "*", "responseHeaders", "*");
    assertThat(outcome.headers())
        .containsOnlyKeys("etag", "set-cookie", "x-secret", "content-type");
    seen = stub.requests().get(1);
    assertThat(seen.header("X-Tenant")).isEqualTo("acme");
    assertThat(seen.header("Cookie")).isEqualTo("c=1");
    assertThat(seen.header("CamelHttpUri")).isNull();
    assertThat(seen.header("Connection")).isNull();
  }

  @Test
  void sendsTheMessageOrATemplateOrNothing() {
    stub.otherwise(Script.json("{}"));
    calls.send("backend:shop/a", "{\"n\":1}", "method", "POST");
    calls.send("backend:shop/a", "{\"n\":1}", "method", "POST", "body", "none");
    calls.send("backend:shop/a", "{\"n\":1}");
    calls.send(
        "backend:shop/a",
        "x",
        Map.of("id", "a\"b"),
        "method",
        "PUT",
        "body",
        "{\"id\":{id},\"n\":{n:0},\"s\":\"-{id}-\"}");
    calls.send("backend:shop/a", "<a/>", Map.of("Content-Type", "text/xml"), "method", "POST");

    var seen = stub.requests();
    assertThat(seen.get(0).text()).isEqualTo("{\"n\":1}");
    assertThat(seen.get(0).header("Content-Type")).isEqualTo("application/json");
    assertThat(seen.get(1).header("Content-Length")).isEqualTo("0");
    assertThat(seen.get(2).header("Content-Length")).isNull();
    assertThat(seen.get(3).text()).isEqualTo("{\"id\":\"a\\\"b\",\"n\":0,\"s\":\"-a\\\"b-\"}");
    assertThat(seen.get(4).header("Content-Type")).isEqualTo("text/xml");
  }

  @Test
  void becomesTheMessageOutsideAMulticast() {
    stub.on("/api/a", Script.answer(201, "text/plain", "hello", "ETag: \"1\""));
    stub.on("/api/b", Script.json("{\"id\":7}"));
    stub.on("/api/c/7", Script.json("[]"));

    var plain = calls.send("backend:shop/a", null, "responseHeaders", "ETag");
    assertThat(plain.getException()).isNull();
    assertThat(plain.getMessage().getBody(String.class)).isEqualTo("hello");
    assertThat(plain.getMessage().getHeader(Exchange.CONTENT_TYPE)).isEqualTo("text/plain");
    assertThat(plain.getMessage().getHeader("ETag")).isEqualTo("\"1\"");

    var part = calls.send("backend:shop/b", null, "as", "thing");
    assertThat(part.getVariable("thing", String.class)).isEqualTo("{\"id\":7}");
    var next = calls.context.createProducerTemplate().send("backend:shop/c/{thing.id}", part);
    assertThat(next.getMessage().getBody(String.class)).isEqualTo("[]");
  }

  @Test
  void throwsWhatARequiredCallFailedOfAndNothingForAnOptionalOne() {
    stub.on("/api/busy", Script.answer(429, "", "", "Retry-After: 7"));

    var failed = (PartFailed) calls.send("backend:shop/busy", "b", "as", "x").getException();
    assertThat(failed.part()).isEqualTo("x");
    assertThat(failed.status()).isEqualTo(503);
    assertThat(failed.reason()).isEqualTo("answered 429");
    assertThat(failed.retryAfter()).hasSeconds(7);

    var left = calls.send("backend:shop/busy", "b", "optional", "true");
    assertThat(left.getException()).isNull();
    assertThat(left.getMessage().getBody()).isNull();

    var stand = calls.send("backend:shop/busy", "b", "as", "x", "fallback", "{\"a\":[1]}");
    assertThat(stand.getMessage().getBody(String.class)).isEqualTo("{\"a\":[1]}");
    assertThat(stand.getVariable("x", String.class)).isEqualTo("{\"a\":[1]}");
  }

  @Test
  void mapsStatusesAsTheVocabularySays() {
    int[][] statusAndAnswer = {
      {404, 404},
      {409, 409},
      {410, 410},
      {412, 412},
      {422, 422},
      {400, 502},
      {401, 502},
      {403, 502},
      {301, 502},
      {304, 502},
      {408, 504},
      {429, 503},
      {500, 502},
      {501, 502},
      {503, 503}
    };
    for (var each : statusAndAnswer) {
      stub.otherwise(Script.status(each[0]));
      var outcome = calls.call("backend:shop/a", "retries", "0");
      assertThat(outcome.verdict()).isEqualTo(Outcome.Verdict.FAILURE);
      assertThat(outcome.answer()).as("" + each[0]).isEqualTo(each[1]);
      assertThat(outcome.reason()).isEqualTo("answered " + each[0]);
      assertThat(outcome.status()).isEqualTo(each[0]);
    }
    stub.otherwise(Script.status(404));
    assertThat(calls.call("backend:shop/a", "passStatus", "402").answer()).isEqualTo(502);
    var expected = calls.call("backend:shop/a", "expect", "404");
    assertThat(expected.isSuccess()).isTrue();
    assertThat(text(expected)).isEqualTo("null");
    assertThat(expected.status()).isEqualTo(404);
  }

  @Test
  void takesNothingButValidJsonForAPart() {
    stub.on("/api/html", Script.answer(200, "text/html; charset=utf-8", "<p>"));
    stub.on("/api/bad", Script.json("{\"a\":}"));
    stub.on(
        "/api/latin",
        Script.raw(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=iso-8859-1\r\n"
                + "Content-Length: 5\r\n\r\n[\"\u00e4\"]"));
    stub.on("/api/cyrillic", Script.answer(200, "application/json; charset=koi8-r", "{}"));
    stub.on("/api/plus", Script.answer(200, "application/hal+json;charset=\"UTF-8\"", "{}"));
    stub.on("/api/untyped", Script.answer(200, "", "[1]"));
    stub.on("/api/nothing", Script.status(204));
    stub.on("/api/zipped", Script.answer(200, "application/json", "{}", "Content-Encoding: gzip"));

    assertThat(calls.call("backend:shop/html").reason())
        .isEqualTo("answered text/html; charset=utf-8 where JSON was expected");
    assertThat(calls.call("backend:shop/bad").reason())
        .isEqualTo("invalid JSON at byte 5: an unexpected '}'");
    assertThat(calls.call("backend:shop/bad").answer()).isEqualTo(502);
    assertThat(text(calls.call("backend:shop/latin"))).isEqualTo("[\"ä\"]");
    assertThat(calls.call("backend:shop/cyrillic").reason())
        .isEqualTo("answered JSON in koi8-r where UTF-8 or ISO-8859-1 was expected");
    assertThat(calls.call("backend:shop/plus").isSuccess()).isTrue();
    assertThat(calls.call("backend:shop/untyped").json()).isTrue();
    assertThat(text(calls.call("backend:shop/nothing"))).isEqualTo("null");
    assertThat(calls.call("backend:shop/zipped").reason())
        .isEqualTo("answered in gzip that is broken");
    assertThat(calls.call("backend:shop/html", "fallback", "[]").source())
        .isEqualTo(Outcome.Source.FALLBACK);
  }

  @Test
  void skipsACallWhoseOptionalPathValueIsMissing() {
    var skipped = calls.call("backend:shop/accounts/{profile.id?}", "optional", "true");
    assertThat(skipped.source()).isEqualTo(Outcome.Source.SKIPPED);
    assertThat(skipped.reason()).contains("{profile.id?}");
    assertThat(skipped.required()).isFalse();
    assertThat(calls.call("backend:shop/accounts/{profile.id}").reason())
        .isEqualTo("missing: {profile.id}");
    assertThat(stub.requests()).isEmpty();
  }

  @Test
  void asksWithTheClientsMethodForAStar() {
    stub.otherwise(Script.json("{}"));
    calls.inputs = Calls.inputs(Map.of(), Map.of("method", "DELETE", "raw", "a=b%20c&d"));
    calls.call("backend:shop/a", "method", "*", "query", "*");
    assertThat(stub.requests().get(0).raw()).startsWith("DELETE /api/a?a=b%20c&d HTTP/1.1\r\n");
    var head = calls.call("backend:shop/a", "method", "HEAD");
    assertThat(head.isSuccess()).isTrue();
    assertThat(stub.connections()).isEqualTo(1);
  }

  @Test
  void refusesMoreCallsThanTheRequestMayMake() {
    stub.otherwise(Script.json("{}"));
    var request = calls.request();
    for (int i = 0; i < 256; i++) {
      assertThat(Calls.await(calls.begin(request, "backend:shop/a")).isSuccess()).isTrue();
    }
    assertThat(Calls.await(calls.begin(request, "backend:shop/a")).answer()).isEqualTo(503);
  }
}
