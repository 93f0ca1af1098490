package io.serai.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.testing.Shop;
import io.serai.testing.StubBackend.Script;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The consumer and the producer with every parameter said, as one route. */
@Timeout(120)
class ProductPageTest {
  private static final String ITEMS =
      """
      {"data":{"items":[{"id":1,"name":"Lamp","internal":7,\
      "prices":[{"amount":1.10,"currency":"EUR"},{"amount":1.0e1}]}]}}""";
  private static final String SHAPED =
      "[{\"sku\":1,\"name\":\"Lamp\",\"prices\":[{\"amount\":1.10},{\"amount\":1.0e1}]}]";
  private static final Script FOUND =
      Script.answer(200, "application/json", ITEMS, "ETag: \"7\"", "X-Inner: secret");

  @TempDir static Path base;
  private static Shop shop;

  @BeforeAll
  static void open() throws Exception {
    shop = Shop.vocabulary(base);
    shop.backend("catalog").otherwise(FOUND);
    shop.warmUp("/products/1");
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @BeforeEach
  void find() {
    shop.backend("catalog").otherwise(FOUND);
    shop.forget();
  }

  @Test
  void theAnswerIsShapedAndCarriesWhatIsLetOut() {
    shop.holds(
        () -> {
          var answer = shop.get("/products/42");
          assertThat(answer.status()).isEqualTo(200);
          assertThat(answer.body()).isEqualTo(SHAPED);
          assertThat(answer.header("Content-Type")).isEqualTo("application/json");
          assertThat(answer.header("ETag")).isEqualTo("\"7\"");
          assertThat(answer.all("X-Inner")).isEmpty();
          assertThat(answer.header("Proxy-Status")).isEqualTo("catalog;received-status=200");
          assertThat(answer.header("Server-Timing")).contains("catalog;dur=");
          assertThat(shop.calls("catalog")).containsExactly("GET /items/42?lang=en&view=full");
        });
  }

  @Test
  void aHeadIsAnsweredLikeAGet() {
    shop.holds(
        () -> {
          var answer = shop.ask("HEAD", "/products/42", "");
          assertThat(answer.status()).isEqualTo(200);
          assertThat(answer.header("Content-Length")).isEqualTo("" + SHAPED.length());
          assertThat(shop.calls("catalog")).containsExactly("GET /items/42?lang=en&view=full");
        });
  }

  @Test
  void onlyWhatIsListedGoesThrough() {
    shop.holds(
        () -> {
          shop.get(
              "/products/a%20b?lang=d%26e&view=none&page=2",
              "X-Tenant: t1",
              "Accept-Language: de",
              "Authorization: Bearer x",
              "Cookie: c=1",
              "X-Other: 1");
          assertThat(shop.seen("catalog"))
              .singleElement()
              .satisfies(
                  seen -> {
                    assertThat(seen.method()).isEqualTo("GET");
                    assertThat(seen.target()).isEqualTo("/items/a%20b?lang=d%26e&view=full");
                    assertThat(seen.body()).isEmpty();
                    assertThat(seen.header("X-Tenant")).isEqualTo("t1");
                    // Listed by the call, but not let in by the route.
                    assertThat(seen.header("Accept-Language")).isNull();
                    assertThat(seen.header("Authorization")).isNull();
                    assertThat(seen.header("Cookie")).isNull();
                    assertThat(seen.header("X-Other")).isNull();
                    assertThat(seen.header("Content-Type")).isNull();
                    assertThat(seen.header("Host")).contains("127.0.0.1");
                    assertThat(seen.header("Accept")).isNotNull();
                    assertThat(seen.header("Accept-Encoding")).isNotNull();
                    assertThat(seen.header("traceparent")).isNotNull();
                    assertThat(seen.header("X-Request-Id")).isNotNull();
                  });
        });
  }

  @Test
  void anExpectedStatusIsNull() {
    shop.backend("catalog").otherwise(Script.answer(404, "text/html", "<p>No</p>"));
    shop.holds(
        () -> {
          var answer = shop.get("/products/42");
          assertThat(answer.status()).isEqualTo(200);
          assertThat(answer.body()).isEqualTo("null");
          assertThat(answer.header("Proxy-Status")).isEqualTo("catalog;received-status=404");
        });
  }

  @Test
  void aFailureIsTriedOnceMoreAndReplaced() {
    shop.backend("catalog").otherwise(Script.status(503));
    shop.holds(
        () -> {
          var answer = shop.get("/products/42");
          assertThat(answer.status()).isEqualTo(200);
          assertThat(answer.body()).isEqualTo("[]");
          assertThat(answer.header("Proxy-Status")).contains("catalog;", "source=fallback");
          assertThat(shop.calls("catalog")).hasSize(2);
        });
  }

  @Test
  void aStatusThatPassesIsReplacedAllTheSameWhereThePartIsOptional() {
    shop.backend("catalog").otherwise(Script.status(409));
    shop.holds(() -> assertThat(shop.get("/products/42").body()).isEqualTo("[]"));
  }

  @Test
  void anAnswerThatIsNotThereInTimeIsReplaced() {
    shop.backend("catalog").otherwise(Script.hang());
    shop.holds(
        () -> {
          var answer = shop.get("/products/42");
          assertThat(answer.status()).isEqualTo(200);
          assertThat(answer.body()).isEqualTo("[]");
        });
  }

  @Test
  void nothingToUnwrapIsReplaced() {
    shop.backend("catalog").otherwise(Script.json("{\"data\":{}}"));
    shop.holds(() -> assertThat(shop.get("/products/42").body()).isEqualTo("[]"));
  }

  @Test
  void aBodyHasToMeetTheSchema() {
    var json = "Content-Type: application/json";
    shop.holds(
        () ->
            assertThat(shop.ask("GET", "/products/42", "{\"compare\":[\"7\"]}", json).body())
                .isEqualTo(SHAPED));
    shop.forget();
    var wrong = shop.ask("GET", "/products/42", "{\"compare\":7}", json);
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.body()).contains("compare");
    assertThat(shop.ask("GET", "/products/42", "x", "Content-Type: text/plain").status())
        .isEqualTo(415);
    var large = "{\"compare\":[\"" + "x".repeat(65 * 1024) + "\"]}";
    assertThat(shop.ask("GET", "/products/42", large, json).status()).isEqualTo(413);
    assertThat(shop.calls("catalog")).isEmpty();
  }

  @Test
  void anotherMethodIsNotAllowed() {
    var answer = shop.ask("POST", "/products/42", "{}", "Content-Type: application/json");
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).contains("GET");
    assertThat(shop.calls("catalog")).isEmpty();
  }
}
