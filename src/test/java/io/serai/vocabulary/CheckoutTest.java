package io.serai.vocabulary;

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

/** Writes one after another, undone when a later one fails. */
@Timeout(120)
class CheckoutTest {
  private static final String CART = "{ \"lines\" : [{\"sku\":\"42\", \"quantity\":2}] }";
  private static final String RESERVATION = "/reservations/q%207";

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
  void stock() {
    shop.backend("pricing").on("/quotes", Script.json("{\"quoteId\":\"q 7\",\"sum\":1.10}"));
    shop.backend("stock").otherwise(Script.json("{\"reserved\":true}"));
    shop.backend("payments").on("/charges", Script.json("{\"charge\":\"c1\"}"));
    shop.backend("orders").on("/orders", Script.json("{\"order\":9007199254740993}"));
    shop.forget();
  }

  private static RawClient.Answer buy(String cart) {
    return shop.ask("POST", "/checkout", cart, "Content-Type: application/json");
  }

  /** Every write of the last step is out: nothing of it comes into the next test. */
  private static void awaitLastStep() {
    shop.awaitCalls("payments", 1);
    shop.awaitCalls("orders", 1);
  }

  @Test
  void paymentAndOrderFollowPriceAndStock() {
    var answer = buy(CART);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo("{\"payment\":{\"charge\":\"c1\"},\"order\":{\"order\":9007199254740993}}");
    assertThat(shop.calls("pricing")).containsExactly("POST /quotes");
    assertThat(shop.calls("stock")).containsExactly("PUT " + RESERVATION);
    for (var seen : new String[] {"pricing", "stock"}) {
      assertThat(shop.seen(seen).get(0).text()).isEqualTo(CART);
      assertThat(shop.seen(seen).get(0).header("Content-Type")).isEqualTo("application/json");
    }
    assertThat(shop.calls("payments")).containsExactly("POST /charges");
    assertThat(shop.calls("orders")).containsExactly("POST /orders");
    for (var seen : new String[] {"payments", "orders"}) {
      assertThat(shop.seen(seen).get(0).text())
          .isEqualTo("{\"quote\":\"q 7\",\"lines\":[{\"sku\":\"42\",\"quantity\":2}]}");
      assertThat(shop.seen(seen).get(0).header("Content-Type")).isEqualTo("application/json");
    }
  }

  @Test
  void aCartThatBreaksTheSchemaIsRefusedBeforeAnyCall() {
    var answer = buy("{\"lines\":[{\"sku\":\"42\",\"quantity\":0}]}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("/lines/0/quantity");
    assertThat(buy("").status()).isEqualTo(400);
    assertThat(shop.calls("pricing")).isEmpty();
  }

  @Test
  void aDeclinedPaymentPassesAndTheReservationIsTakenBackOnce() {
    shop.backend("payments").on("/charges", Script.answer(402, "text/html", "<p>No money</p>"));
    var answer = buy(CART);
    assertThat(answer.status()).isEqualTo(402);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.body())
        .contains("\"detail\":\"payment: answered 402\"")
        .doesNotContain("No money");
    assertThat(shop.calls("stock")).containsExactly("PUT " + RESERVATION, "DELETE " + RESERVATION);
    assertThat(shop.seen("stock").get(1).body()).isEmpty();
    awaitLastStep();
  }

  @Test
  void aReservationThatIsGoneBeforeItIsTakenBackIsNoOtherFailure() {
    shop.backend("payments").on("/charges", Script.status(402));
    shop.backend("stock")
        .otherwise(Script.inTurn(Script.json("{}"), Script.status(404), Script.status(500)));
    assertThat(buy(CART).status()).isEqualTo(402);
    assertThat(shop.calls("stock")).containsExactly("PUT " + RESERVATION, "DELETE " + RESERVATION);
    awaitLastStep();
  }

  @Test
  void aReservationThatCanNotBeTakenBackLeavesTheAnswerAsItWas() {
    shop.backend("payments").on("/charges", Script.status(402));
    shop.backend("stock").otherwise(Script.inTurn(Script.json("{}"), Script.status(500)));
    assertThat(buy(CART).status()).isEqualTo(402);
    assertThat(shop.calls("stock")).containsExactly("PUT " + RESERVATION, "DELETE " + RESERVATION);
    awaitLastStep();
  }

  @Test
  void aFailedOrderTakesTheReservationBackToo() {
    shop.backend("orders").on("/orders", Script.status(500));
    var answer = buy(CART);
    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.body()).contains("\"detail\":\"order: answered 500\"");
    assertThat(shop.calls("stock")).containsExactly("PUT " + RESERVATION, "DELETE " + RESERVATION);
    awaitLastStep();
    assertThat(shop.calls("orders")).as("a write isn't repeated").hasSize(1);
  }

  @Test
  void withoutStockNothingIsCharged() {
    shop.backend("stock").otherwise(Script.inTurn(Script.status(409), Script.status(404)));
    var answer = buy(CART);
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.body()).contains("\"detail\":\"stock: answered 409\"");
    assertThat(shop.calls("stock")).containsExactly("PUT " + RESERVATION, "DELETE " + RESERVATION);
    assertThat(shop.calls("payments")).isEmpty();
    assertThat(shop.calls("orders")).isEmpty();
  }

  @Test
  void withoutAPriceThereIsNothingToUndo() {
    shop.backend("pricing").on("/quotes", Script.status(500));
    var answer = buy(CART);
    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.body()).contains("\"detail\":\"price: answered 500\"");
    assertThat(shop.calls("stock")).isEmpty();
    assertThat(shop.calls("payments")).isEmpty();
  }

  @Test
  void aQuoteMayBeAskedForTwiceSinceItIsSaidToBeIdempotent() {
    shop.backend("pricing")
        .on("/quotes", Script.inTurn(Script.status(503), Script.json("{\"quoteId\":\"q 7\"}")));
    assertThat(buy(CART).status()).isEqualTo(200);
    assertThat(shop.calls("pricing")).containsExactly("POST /quotes", "POST /quotes");
    assertThat(shop.seen("pricing").get(1).text()).isEqualTo(CART);
  }

  @Test
  void aPaymentThatNeverAnswersTakesTheReservationBack() {
    shop.backend("payments").on("/charges", Script.hang());
    shop.backend("orders").on("/orders", Script.hang());
    var answer = buy(CART);
    assertThat(answer.status()).isEqualTo(504);
    shop.awaitCalls("stock", 2);
    assertThat(shop.calls("stock")).containsExactly("PUT " + RESERVATION, "DELETE " + RESERVATION);
    awaitLastStep();
  }
}
