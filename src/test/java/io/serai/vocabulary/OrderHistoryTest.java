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

/** A list whose elements point at others, each looked up and joined in. */
@Timeout(120)
class OrderHistoryTest {
  private static final String PATH = "/customers/c7/orders";
  private static final String ORDERS =
      """
      {"items":[{"id":1,"sellerId":"a"},{"id":2,"sellerId":"b b"},\
      {"id":3,"sellerId":"a"},{"id":4,"sellerId":"gone"}],"total":4.0}""";
  private static final String JOINED =
      """
      {"items":[{"id":1,"sellerId":"a","seller":{"id":"a","name":"A"}},\
      {"id":2,"sellerId":"b b","seller":{"id":"b b","name":"B"}},\
      {"id":3,"sellerId":"a","seller":{"id":"a","name":"A"}},\
      {"id":4,"sellerId":"gone"}],"total":4.0}""";

  @TempDir static Path base;
  private static Shop shop;

  @BeforeAll
  static void open() throws Exception {
    shop = Shop.vocabulary(base);
    stock();
    shop.warmUp(PATH);
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @BeforeEach
  void restock() {
    stock();
    shop.forget();
  }

  private static void stock() {
    shop.backend("orders").on("/orders", Script.json(ORDERS));
    shop.backend("sellers")
        .on("/sellers/a", Script.json("{\"id\":\"a\",\"rating\":5,\"name\":\"A\"}"))
        .on("/sellers/b%20b", Script.json("{\"id\":\"b b\",\"name\":\"B\"}"))
        .on("/sellers/gone", Script.status(404))
        .on(
            "/sellers",
            Script.json("[{\"id\":\"b b\",\"name\":\"B\"},{\"id\":\"a\",\"name\":\"A\"}]"));
  }

  @Test
  void equalSellersAreCalledOnceAndAMissingOneIsLeftOut() {
    shop.holds(
        () -> {
          var answer = shop.get(PATH);
          assertThat(answer.status()).isEqualTo(200);
          assertThat(answer.body()).isEqualTo(JOINED);
          assertThat(shop.calls("orders")).containsExactly("GET /orders?customer=c7&page=1");
          assertThat(shop.calls("sellers"))
              .containsExactlyInAnyOrder(
                  "GET /sellers/a", "GET /sellers/b%20b", "GET /sellers/gone");
          assertThat(answer.header("Proxy-Status")).contains("seller;count=3;failed=1");
        });
  }

  @Test
  void thePageOfTheClientIsAsked() {
    shop.holds(
        () -> {
          assertThat(shop.get("/customers/c%267/orders?page=2%263&customer=x").status())
              .isEqualTo(200);
          assertThat(shop.calls("orders")).containsExactly("GET /orders?customer=c%267&page=2%263");
        });
  }

  @Test
  void aSellerThatIsNotThereInTimeIsLeftOut() {
    shop.backend("sellers").on("/sellers/gone", Script.hang());
    shop.holds(
        () -> {
          var answer = shop.get(PATH);
          assertThat(answer.status()).isEqualTo(200);
          assertThat(answer.body()).isEqualTo(JOINED);
        });
  }

  @Test
  void anEmptyListIsAnsweredAsItIs() {
    shop.backend("orders").on("/orders", Script.json("{\"items\":[]}"));
    shop.holds(
        () -> {
          assertThat(shop.get(PATH).body()).isEqualTo("{\"items\":[]}");
          assertThat(shop.calls("sellers")).isEmpty();
        });
  }

  @Test
  void withoutOrdersNobodyIsLookedUp() {
    shop.backend("orders").on("/orders", Script.status(404));
    var answer = shop.get(PATH);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body()).contains("\"detail\":\"orders: answered 404\"");
    assertThat(shop.calls("sellers")).isEmpty();
  }

  @Test
  void aListEndpointTakesOneCall() {
    var answer = shop.get("/customers/c7/order-list");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(JOINED);
    assertThat(shop.calls("sellers")).containsExactly("GET /sellers?id=a,b%20b,gone");
  }
}
