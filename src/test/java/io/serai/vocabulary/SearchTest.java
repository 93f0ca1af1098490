package io.serai.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.testing.Shop;
import io.serai.testing.StubBackend.Script;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several sources made one list, sorted. */
@Timeout(120)
class SearchTest {
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
    shop.backend("books").on("/search", Script.json("{\"hits\":" + scores(0, 30, 2) + "}"));
    shop.backend("music").on("/search", Script.json("{\"hits\":" + scores(1, 30, 2) + "}"));
    shop.forget();
  }

  /** Hits of ascending score. */
  private static List<String> scores(int from, int to, int step) {
    var hits = new ArrayList<String>();
    for (int score = from; score < to; score += step) {
      hits.add("{\"score\":" + score + "}");
    }
    return hits;
  }

  private static String best(int from, int step, int count) {
    var hits = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      hits.add("{\"score\":" + (from - i * step) + "}");
    }
    return "[" + String.join(",", hits) + "]";
  }

  @Test
  void theBestTwentyOfAllComeFirst() {
    var answer = shop.get("/search?q=a%20%26%20b%2B&page=2");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.body()).isEqualTo(best(29, 1, 20));
    assertThat(shop.calls("books")).containsExactly("GET /search?q=a%20%26%20b%2B");
    assertThat(shop.calls("music")).containsExactly("GET /search?q=a%20%26%20b%2B");
  }

  @Test
  void aDeadSourceLeavesTheOther() {
    shop.backend("books").on("/search", Script.reset());
    var answer = shop.get("/search?q=x");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(best(29, 2, 15));
    assertThat(answer.header("Proxy-Status")).contains("books;", "music;received-status=200");
  }

  @Test
  void aSilentSourceIsLeftOutByItsTimeout() {
    shop.backend("music").on("/search", Script.hang());
    assertThat(shop.get("/search?q=x").body()).isEqualTo(best(28, 2, 15));
  }

  @Test
  void withoutAnySourceTheListIsEmpty() {
    shop.backend("books").on("/search", Script.status(500));
    shop.backend("music").on("/search", Script.json("{\"hit\":[]}"));
    var answer = shop.get("/search?q=x");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("[]");
  }

  @Test
  void withoutAQuestionNobodyIsAsked() {
    var answer = shop.get("/search");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("[]");
    assertThat(answer.header("Proxy-Status")).contains("query.q");
    assertThat(shop.calls("books")).isEmpty();
    assertThat(shop.calls("music")).isEmpty();
  }
}
