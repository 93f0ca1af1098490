package io.serai.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.testing.StubBackend.Script;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class StubBackendTest {
  @Test
  void answersInTurnAndRemembersWhatItSaw() throws Exception {
    try (var stub = StubBackend.start()) {
      stub.on("/a", Script.inTurn(Script.status(503), Script.json("{\"id\":1}")));
      var client = HttpClient.newHttpClient();
      var request =
          HttpRequest.newBuilder(URI.create(stub.url() + "/a?x=1"))
              .POST(HttpRequest.BodyPublishers.ofString("hello"))
              .build();

      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(503);
      assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("{\"id\":1}");
      assertThat(stub.requests()).hasSize(2);
      assertThat(stub.requests().get(1).target()).isEqualTo("/a?x=1");
      assertThat(stub.requests().get(1).text()).isEqualTo("hello");
      assertThat(stub.requests().get(1).header("content-length")).isEqualTo("5");
      assertThat(stub.connections()).isEqualTo(1);
    }
  }
}
