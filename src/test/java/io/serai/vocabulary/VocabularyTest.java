package io.serai.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.routes.LiveSet;
import io.serai.settings.Problem;
import io.serai.testing.Shop;
import io.serai.testing.StubBackend.Script;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The vocabulary's examples are one folder that a check finds nothing in; its two strategies. */
@Timeout(120)
class VocabularyTest {
  @TempDir static Path base;
  private static Shop shop;

  @BeforeAll
  static void open() throws Exception {
    shop = Shop.vocabulary(base);
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @BeforeEach
  void forget() {
    shop.forget();
  }

  @Test
  void aCheckFindsNothingButAHeaderThatIsPassedOnAndNotLetIn() {
    assertThat(shop.check())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.isError()).isFalse();
              assertThat(problem.message()).contains("'Accept-Language'", "doesn't let it in");
            });
    assertThat(shop.live().units())
        .singleElement()
        .satisfies(
            unit -> {
              assertThat(unit.name()).isEqualTo("shop");
              assertThat(unit.state()).isEqualTo(LiveSet.State.LIVE);
              assertThat(unit.problems()).noneMatch(Problem::isError);
              assertThat(unit.routes())
                  .extracting(LiveSet.Route::id)
                  .contains("product-page", "dashboard", "order-history", "search", "checkout");
            });
  }

  @Test
  void whatPassesThroughIsTheBackendsOwn() {
    shop.backend("files")
        .on("/store/a%20b/c", Script.answer(404, "text/x-own", "not here", "X-Own: 1"));
    var answer = shop.ask("PUT", "/files/a%20b/c?v=2&v=3", "content", "X-Let: in");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("Content-Type")).isEqualTo("text/x-own");
    assertThat(answer.header("X-Own")).isEqualTo("1");
    assertThat(answer.body()).isEqualTo("not here");
    assertThat(shop.backend("files").requests())
        .singleElement()
        .satisfies(
            asked -> {
              assertThat(asked.method()).isEqualTo("PUT");
              assertThat(asked.target()).isEqualTo("/store/a%20b/c?v=2&v=3");
              assertThat(asked.header("X-Let")).isEqualTo("in");
              assertThat(asked.text()).isEqualTo("content");
            });
  }

  @Test
  void twoOfThreeAreEnough() {
    shop.backend("catalog")
        .on("/a", Script.json("{\"x\":1}"))
        .on("/b", Script.json("{\"y\":1.0}"))
        .on("/c", Script.status(500));
    var answer = shop.get("/any-two");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"a\":{\"x\":1},\"y\":1.0}");
    assertThat(shop.calls("catalog")).containsExactlyInAnyOrder("GET /a", "GET /b", "GET /c");
  }

  @Test
  void oneOfThreeIsNotEnough() {
    shop.backend("catalog")
        .on("/a", Script.status(404))
        .on("/b", Script.json("{}"))
        .on("/c", Script.status(404));
    var answer = shop.get("/any-two");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body()).contains("\"detail\":\"a: answered 404\"");
  }

  @Test
  void aMemberSaidTwiceFails() {
    shop.backend("catalog")
        .on("/a", Script.json("{}"))
        .on("/b", Script.json("{\"same\":1}"))
        .on("/c", Script.json("{\"same\":2}"));
    var answer = shop.get("/any-two");
    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.body()).contains("same");
  }

  @Test
  void partsThatArriveApartAreOneDocumentAndItsKeyGoesAlongUnasked() {
    shop.backend("logistics").on("/shipments/7", Script.json("{\"sent\":true}"));
    assertThat(shop.ask("PUT", "/shipments/7/parts/label", "1").status()).isEqualTo(202);
    assertThat(shop.ask("PUT", "/shipments/7/parts/customs", "2").status()).isEqualTo(202);
    var last = shop.ask("PUT", "/shipments/7/parts/address", "3");
    assertThat(last.body()).isEqualTo("{\"sent\":true}");
    assertThat(shop.backend("logistics").requests())
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.text()).isEqualTo("{\"address\":3,\"customs\":2,\"label\":1}");
              assertThat(call.header("Idempotency-Key")).hasSize(36);
            });
  }
}
