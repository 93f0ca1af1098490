package io.serai.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.testing.Shop;
import io.serai.testing.StubBackend.Script;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Concurrent parts, one that depends on another, one behind Camel's own breaker. */
@Timeout(180)
class DashboardTest {
  private static final String PATH = "/customers/c%207/dashboard";
  private static final String WHOLE =
      """
      {"profile":{"name":"Ada","tier":"gold","loyaltyId":"L/1"},\
      "loyalty":{"points":12.50},"recommended":["r"]}""";

  @TempDir Path base;
  private Shop shop;

  /** Anew for each test: what a breaker has seen stays in it. */
  @BeforeEach
  void open() throws Exception {
    shop = Shop.vocabulary(base);
    shop.backend("profiles")
        .on(
            "/profiles/c%207",
            Script.json(
                "{\"name\":\"Ada\",\"born\":1815,\"tier\":\"gold\",\"loyaltyId\":\"L/1\"}"));
    shop.backend("loyalty").on("/accounts/L%2F1", Script.json("{\"points\":12.50}"));
    shop.backend("recommender").on("/for/c%207", Script.json("[\"r\"]"));
    shop.backend("bestsellers").on("/top", Script.json("[\"b\"]"));
    shop.warmUp(PATH);
  }

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void allPartsStandInTheOrderOfTheFile() {
    shop.holds(
        () -> {
          var answer = shop.get(PATH);
          assertThat(answer.status()).isEqualTo(200);
          assertThat(answer.body()).isEqualTo(WHOLE);
          assertThat(shop.calls("profiles")).containsExactly("GET /profiles/c%207");
          assertThat(shop.calls("loyalty")).containsExactly("GET /accounts/L%2F1");
          assertThat(shop.calls("recommender")).containsExactly("GET /for/c%207");
          assertThat(shop.calls("bestsellers")).isEmpty();
        });
  }

  @Test
  void loyaltyIsSkippedForAProfileWithoutAnAccount() {
    shop.backend("profiles")
        .on("/profiles/c%207", Script.json("{\"name\":\"Bob\",\"tier\":\"none\"}"));
    shop.holds(
        () -> {
          var answer = shop.get(PATH);
          assertThat(answer.status()).isEqualTo(200);
          assertThat(answer.body())
              .isEqualTo(
                  "{\"profile\":{\"name\":\"Bob\",\"tier\":\"none\"},\"recommended\":[\"r\"]}");
          assertThat(answer.header("Proxy-Status")).contains("loyalty;source=skipped");
          assertThat(shop.calls("loyalty")).isEmpty();
        });
  }

  @Test
  void loyaltyIsLeftOutWhenItFails() {
    shop.backend("loyalty").otherwise(Script.status(500)).on("/accounts/L%2F1", Script.reset());
    shop.holds(
        () ->
            assertThat(shop.get(PATH).body())
                .isEqualTo(WHOLE.replace("\"loyalty\":{\"points\":12.50},", "")));
  }

  @Test
  void aMissingProfileIsTheAnswer() {
    shop.backend("profiles").on("/profiles/c%207", Script.status(404));
    shop.holds(
        () -> {
          var answer = shop.get(PATH);
          assertThat(answer.status()).isEqualTo(404);
          assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
          assertThat(answer.body()).contains("\"detail\":\"profile: answered 404\"");
          assertThat(shop.calls("loyalty")).isEmpty();
        });
  }

  @Test
  void bestsellersStandInForAFailingRecommenderUntilTheBreakerOpens() {
    var without = WHOLE.replace("[\"r\"]", "[\"b\"]");
    shop.backend("recommender").on("/for/c%207", Script.status(500));
    shop.holds(
        () -> {
          var answer = shop.get(PATH);
          assertThat(answer.status()).isEqualTo(200);
          assertThat(answer.body()).isEqualTo(without);
          assertThat(shop.calls("recommender")).containsExactly("GET /for/c%207");
          assertThat(shop.calls("bestsellers")).containsExactly("GET /top");
        });
    // It takes 20 calls, of which half have failed, and then asks no more for ten seconds.
    shop.holds(
        () -> {
          assertThat(shop.get(PATH).body()).isEqualTo(without);
          assertThat(shop.calls("recommender")).isEmpty();
          assertThat(shop.calls("bestsellers")).containsExactly("GET /top");
        });
  }

  @Test
  void bestsellersStandInForASlowRecommender() {
    shop.backend("recommender").on("/for/c%207", Script.hang());
    shop.holds(
        () -> assertThat(shop.get(PATH).body()).isEqualTo(WHOLE.replace("[\"r\"]", "[\"b\"]")));
  }

  @Test
  void withoutEitherThereIsNoRecommendation() {
    shop.backend("recommender").on("/for/c%207", Script.status(500));
    shop.backend("bestsellers").on("/top", Script.status(500));
    shop.holds(
        () -> {
          var answer = shop.get(PATH);
          assertThat(answer.status()).isEqualTo(200);
          assertThat(answer.body()).isEqualTo(WHOLE.replace(",\"recommended\":[\"r\"]", ""));
        });
  }
}
