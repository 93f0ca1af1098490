package io.serai.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DemoShopTest {
  private static final Map<String, String> SETTINGS = DemoBackends.start();

  private static HttpResponse<String> get(String backend, String path)
      throws IOException, InterruptedException {
    var url = Objects.requireNonNull(SETTINGS.get("backend." + backend + ".url"));
    var request = HttpRequest.newBuilder(URI.create(url + path)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }

  @Test
  void backendsKnowAnItem() throws Exception {
    assertThat(SETTINGS.keySet())
        .containsExactly(
            "backend.catalog.url",
            "backend.stock.url",
            "backend.reviews.url",
            "backend.pricing.url",
            "backend.payments.url",
            "backend.orders.url");
    assertThat(get("catalog", "/items/42").body()).contains("\"name\":\"Reading lamp\"");
    assertThat(get("stock", "/levels/42").body()).contains("\"available\":7");
    assertThat(get("reviews", "/of/42").body()).startsWith("[{\"stars\":5");
  }

  @Test
  void someItemsMakeTrouble() throws Exception {
    assertThat(get("stock", "/levels/13").statusCode()).isEqualTo(404);
    assertThat(get("reviews", "/of/8").statusCode()).isEqualTo(500);
    assertThat(DemoShop.reviews("GET", "/of/7", "", "").moreMillis()).isGreaterThan(1_000);
    for (var nonsense : List.of("/items/0", "/items/x", "/items/", "/items/1000", "/")) {
      assertThat(get("catalog", nonsense).statusCode()).as(nonsense).isEqualTo(404);
    }
  }

  @Test
  void stockReservesFiveAtMost() {
    assertThat(DemoShop.stock("POST", "/reservations", "", "{\"sku\":\"42\",\"quantity\":5}"))
        .isEqualTo(
            new DemoShop.Answer(
                201, "{\"reservation\":\"r-42-5\",\"sku\":\"42\",\"quantity\":5}", 0));
    assertThat(
            DemoShop.stock("POST", "/reservations", "", "{\"sku\":\"42\",\"quantity\":6}").status())
        .isEqualTo(409);
    assertThat(DemoShop.stock("POST", "/reservations", "", "{}").status()).isEqualTo(400);
  }

  @Test
  void aReservationIsGivenBackByItsNumber() {
    assertThat(DemoShop.stock("DELETE", "/reservations/r-42-5", "", ""))
        .isEqualTo(new DemoShop.Answer(200, "{\"reservation\":\"r-42-5\"}", 0));
    assertThat(DemoShop.stock("DELETE", "/reservations/x", "", "").status()).isEqualTo(404);
  }
}
