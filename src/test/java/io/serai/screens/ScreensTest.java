package io.serai.screens;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.testing.RawClient;
import io.serai.testing.Shop;
import io.serai.testing.StubBackend.Script;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Eight screens as users built them from the docs alone, each with what it needs, without what it
 * can spare, and with a failure that its maker thought of.
 */
@Timeout(180)
class ScreensTest {
  private static final Path FILES = Path.of("src/test/resources/screens");
  private static final String JSON = "Content-Type: application/json";

  @TempDir static Path base;
  private static Shop shop;

  @BeforeAll
  static void open() throws Exception {
    shop = Shop.open(FILES, base, "");
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @BeforeEach
  void forget() {
    shop.forget();
  }

  private static void gives(String path, String body) {
    shop.holds(
        () -> {
          var answer = shop.get(path);
          assertThat(answer.body()).isEqualTo(body);
          assertThat(answer.status()).isEqualTo(200);
        });
  }

  @Test
  void everyScreenIsServedAndACheckFindsNothing() {
    assertThat(shop.check()).isEmpty();
    assertThat(shop.live().problems()).isEmpty();
    assertThat(shop.live().units()).hasSize(8);
  }

  @Test
  void aProductPageShowsWhatItKnowsUnderItsOwnNames() {
    shop.backend("catalog")
        .on(
            "/items/7",
            Script.json(
                """
                {"data":{"item":{"id":7,"title":"Lamp","vendor":{"key":"v","secret":1},\
                "images":[{"url":"a.png","bytes":9}]}}}"""));
    shop.backend("price").on("/prices/7", Script.json("{\"sku\":7,\"amount\":9.90,\"cost\":1}"));
    shop.backend("stock").on("/levels/7", Script.json("{\"qty\":3,\"wh\":\"north\"}"));
    shop.backend("reviews")
        .on("/of/7", Script.json("{\"list\":[{\"stars\":5,\"txt\":\"Good\",\"user\":\"x\"}]}"));
    var product =
        """
        {"product":{"sku":7,"name":"Lamp","vendor":{"key":"v"},"images":[{"src":"a.png"}]},\
        "price":{"amount":9.90},"stock":{"available":3,"warehouse":"north"}""";
    gives("/screens/products/7", product + ",\"reviews\":[{\"stars\":5,\"text\":\"Good\"}]}");
    shop.backend("reviews").on("/of/7", Script.hang());
    gives("/screens/products/7", product + "}");
    shop.backend("stock").on("/levels/7", Script.status(500));
    assertThat(shop.get("/screens/products/7").status()).isEqualTo(502);
  }

  @Test
  void aDashboardShowsTheWidgetsThatAreThere() {
    shop.backend("profile").on("/users/u", Script.json("{\"name\":\"Ann\",\"city\":{\"code\":7}}"));
    shop.backend("widgets")
        .on("/news", Script.json("[1]"))
        .on("/tasks", Script.status(500))
        .on("/mail", Script.answer(200, "text/html", "<p>down</p>"))
        .on("/offers", Script.reset())
        .on("/weather/7", Script.json("{\"c\":21.0}"));
    gives(
        "/screens/dashboard/u",
        "{\"profile\":{\"name\":\"Ann\",\"city\":{\"code\":7}},\"news\":[1],\"weather\":{\"c\":21.0}}");
    shop.backend("profile").on("/users/u", Script.json("{\"name\":\"Ann\"}"));
    gives("/screens/dashboard/u", "{\"profile\":{\"name\":\"Ann\"},\"news\":[1]}");
    shop.backend("profile").on("/users/u", Script.status(404));
    assertThat(shop.get("/screens/dashboard/u").status()).isEqualTo(404);
  }

  @Test
  void aCheckoutIsPaidAndOrderedOrTakenBackWhole() {
    shop.backend("pricing").on("/quotes", Script.json("{\"quoteId\":\"q1\",\"total\":20.00}"));
    shop.backend("stock").otherwise(Script.json("{}"));
    shop.backend("payments").otherwise(Script.json("{\"payment\":\"p1\"}"));
    shop.backend("orders").otherwise(Script.json("{\"order\":\"o1\"}"));
    var answer = buy("{\"card\":\"tok_1\",\"lines\":[{\"sku\":\"a\",\"quantity\":2}]}");
    assertThat(answer.body()).isEqualTo("{\"order\":\"o1\",\"paid\":20.00}");
    assertThat(shop.seen("payments").get(0).header("Idempotency-Key")).isEqualTo("\"k1\"");

    shop.forget();
    shop.backend("orders").on("/orders", Script.status(500));
    assertThat(buy("{\"card\":\"tok_1\",\"lines\":[{\"sku\":\"a\",\"quantity\":2}]}").status())
        .isEqualTo(502);
    assertThat(shop.calls("orders")).containsExactly("POST /orders", "DELETE /orders/q1");
    assertThat(shop.calls("payments")).containsExactly("POST /charges", "DELETE /charges/q1");
    assertThat(shop.calls("stock"))
        .containsExactly("PUT /reservations/q1", "DELETE /reservations/q1");

    shop.forget();
    var wrong = buy("{\"card\":\"tok_1\",\"lines\":[{\"sku\":\"a\",\"quantity\":0}]}");
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.body()).contains("\"/lines/0/quantity\"");
    assertThat(shop.calls("pricing")).isEmpty();
  }

  private static RawClient.Answer buy(String cart) {
    return shop.ask("POST", "/screens/checkout", cart, JSON, "Idempotency-Key: \"k1\"");
  }

  @Test
  void anOrderHistoryAsksEachSellerOnce() {
    shop.backend("orders")
        .on(
            "/customers/c/orders",
            Script.json(
                """
                {"orders":[{"n":1,"sellerId":1},{"n":2,"sellerId":2},{"n":3,"sellerId":1}]}"""));
    shop.backend("sellers")
        .on("/sellers/1", Script.json("{\"id\":1,\"internal\":true}"))
        .on("/sellers/2", Script.status(404));
    gives(
        "/screens/customers/c/orders",
        """
        {"orders":[{"n":1,"sellerId":1,"seller":{"id":1}},{"n":2,"sellerId":2},\
        {"n":3,"sellerId":1,"seller":{"id":1}}]}""");
    assertThat(shop.calls("sellers")).containsExactlyInAnyOrder("GET /sellers/1", "GET /sellers/2");
    shop.backend("orders").on("/customers/c/orders", Script.json("[]"));
    assertThat(shop.get("/screens/customers/c/orders").status()).isEqualTo(502);
  }

  @Test
  void aSearchSortsWhatItsSourcesFoundAndTellsWhichFailed() {
    shop.backend("web")
        .on("/search", Script.json("{\"hits\":[{\"id\":\"w\",\"score\":0.5},{\"id\":\"x\"}]}"));
    shop.backend("news").on("/search", Script.json("{\"hits\":[{\"id\":\"n\",\"score\":0.9}]}"));
    shop.backend("wiki").on("/search", Script.answer(200, "text/html", "<p>down</p>"));
    shop.holds(
        () -> {
          var answer = shop.get("/screens/search?q=lamp");
          assertThat(answer.body())
              .startsWith(
                  "{\"hits\":[{\"id\":\"n\",\"score\":0.9},{\"id\":\"w\",\"score\":0.5},{\"id\":\"x\"}],")
              .contains("{\"name\":\"wiki\"");
        });
    shop.forget();
    assertThat(shop.get("/screens/search").status()).isEqualTo(400);
    assertThat(shop.calls("web")).isEmpty();
    shop.backend("web").on("/search", Script.status(500));
    shop.backend("news").on("/search", Script.status(500));
    assertThat(shop.get("/screens/search?q=lamp").status()).isEqualTo(502);
  }

  @Test
  void theFirstOfTwoMirrorsAnswers() {
    shop.backend("mirrora").on("/files/readme", Script.hang());
    shop.backend("mirrorb")
        .on("/files/readme", Script.answer(200, "application/json", "{}", "ETag: \"b\""));
    shop.holds(
        () -> {
          var answer = shop.get("/screens/mirror/readme");
          assertThat(answer.body()).isEqualTo("{}");
          assertThat(answer.header("ETag")).isEqualTo("\"b\"");
        });
    shop.backend("mirrora").on("/files/readme", Script.json("[]"));
    shop.backend("mirrorb").on("/files/readme", Script.status(500));
    gives("/screens/mirror/readme", "[]");
  }

  @Test
  void aListIsJoinedFromTwoServicesWithACallEach() {
    shop.backend("orders")
        .on(
            "/orders",
            Script.json("{\"orders\":[{\"no\":1,\"customerId\":9},{\"no\":2,\"customerId\":9}]}"));
    shop.backend("customers")
        .on("/customers", Script.json("[{\"id\":9}]"))
        .on("/notes", Script.json("[{\"order\":2,\"text\":\"a\"},{\"order\":2,\"text\":\"b\"}]"));
    gives(
        "/screens/orders",
        """
        [{"no":1,"customerId":9,"customer":{"id":9},"notes":[]},\
        {"no":2,"customerId":9,"customer":{"id":9},\
        "notes":[{"order":2,"text":"a"},{"order":2,"text":"b"}]}]""");
    assertThat(shop.calls("customers"))
        .containsExactlyInAnyOrder("GET /customers?id=9", "GET /notes?order=1,2");
  }

  @Test
  void aFormIsValidatedAndPosted() {
    shop.backend("bookings")
        .on(
            "/bookings",
            Script.answer(
                200, "application/json", "{\"id\":1}", "Location: /b/1", "Set-Cookie: a=1"))
        .on("/notice", Script.answer(200, "text/plain", "Open till 18:00"))
        .on("/hours", Script.status(500));
    var answer = book("{\"name\":\"Ann\",\"seats\":2}");
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.body()).isEqualTo("{\"id\":1}");
    assertThat(answer.header("Location")).isEqualTo("/b/1");
    assertThat(answer.header("Set-Cookie")).isEqualTo("a=1");
    assertThat(book("{\"name\":\"Ann\",\"seats\":0,\"more\":1}").body())
        .contains("\"/seats\"")
        .contains("\"keyword\":\"additionalProperties\"");
    shop.backend("bookings").on("/bookings", Script.status(409));
    assertThat(book("{\"name\":\"Ann\",\"seats\":2}").status()).isEqualTo(409);
    gives("/screens/bookings/page", "{\"notice\":\"Open till 18:00\"}");
  }

  private static RawClient.Answer book(String body) {
    return shop.ask("POST", "/screens/bookings", body, JSON);
  }
}
