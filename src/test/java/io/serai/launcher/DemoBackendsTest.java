package io.serai.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DemoBackendsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final HttpClient client = HttpClient.newHttpClient();
  private final DemoBackends demo = start();

  private static DemoBackends start() {
    try {
      return DemoBackends.start();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void close() {
    demo.close();
  }

  @Test
  void answersTheThreePartsOfAProduct() throws Exception {
    assertThat(JSON.readTree(get("catalog", "/items/42").body()).get("id").asText())
        .isEqualTo("42");
    assertThat(JSON.readTree(get("stock", "/levels/42").body()).get("available").asInt())
        .isEqualTo(7);
    assertThat(JSON.readTree(get("reviews", "/of/42").body()).isArray()).isTrue();
  }

  @Test
  void hasAFaultForEachKindOfTrouble() throws Exception {
    assertThat(get("stock", "/levels/13").statusCode()).isEqualTo(404);
    assertThat(get("catalog", "/items/17").statusCode()).isEqualTo(500);
    assertThat(get("reviews", "/of/11").body()).startsWith("[").doesNotEndWith("]");
    long begin = System.nanoTime();
    assertThat(get("reviews", "/of/7").statusCode()).isEqualTo(200);
    assertThat(System.nanoTime() - begin).isGreaterThan(TimeUnit.SECONDS.toNanos(2));
  }

  @Test
  void doesNotKnowWhatIsNoProduct() throws Exception {
    for (var path : new String[] {"/items/0", "/items/100", "/items/x", "/items/"}) {
      var answer = get("catalog", path);
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(JSON.readTree(answer.body()).has("error")).isTrue();
    }
  }

  private HttpResponse<String> get(String backend, String path) throws Exception {
    var url = demo.settings().get("backend." + backend + ".url") + path;
    return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
  }
}
