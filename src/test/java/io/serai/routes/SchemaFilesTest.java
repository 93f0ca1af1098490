package io.serai.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.backend.Backends;
import io.serai.request.Loops;
import io.serai.settings.Problem;
import io.serai.settings.Settings;
import io.serai.testing.Gateway;
import io.serai.testing.LogLines;
import io.serai.testing.RawClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Schema files are files of the unit that names them. */
class SchemaFilesTest {
  private static final String ROUTE =
      """
      - route:
          id: %s
          from:
            uri: "gateway:/%s"
            parameters:
              method: POST
              schema: "file:schemas/order.json"
            steps:
              - setBody: { constant: "ok" }
      """;
  private static final String STRING = "{\"type\":\"string\"}";
  private static final String NUMBER = "{\"type\":\"number\"}";

  @TempDir Path base;

  private Path write(String name, String text) throws IOException {
    var file = base.resolve("conf").resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static int post(Gateway gateway, String path, String body) {
    try (var client = new RawClient(gateway.port())) {
      return client.request("POST", path, body, "Content-Type: application/json").read().status();
    }
  }

  private static void becomes(int status, Gateway gateway, String path) {
    await().atMost(Duration.ofSeconds(20)).until(() -> post(gateway, path, "\"x\"") == status);
  }

  @Test
  void anEditedSchemaIsLiveForFoldersAndForFiles() throws Exception {
    write("shop/shop.camel.yaml", ROUTE.formatted("shop", "shop"));
    write("shop/schemas/order.json", STRING);
    write("schemas/order.json", "{\"$ref\":\"parts/what.json\"}");
    write("schemas/parts/what.json", STRING);
    try (var gateway = Gateway.start(base, Map.of(), ROUTE.formatted("unit", "unit"))) {
      assertThat(post(gateway, "/shop", "\"x\"")).isEqualTo(200);
      assertThat(post(gateway, "/unit", "\"x\"")).isEqualTo(200);
      write("shop/schemas/order.json", NUMBER);
      becomes(400, gateway, "/shop");
      assertThat(post(gateway, "/unit", "\"x\"")).isEqualTo(200);
      // Beside a unit of one file, and only referred to by the file that it names.
      write("schemas/parts/what.json", NUMBER);
      becomes(400, gateway, "/unit");
      write("schemas/order.json", STRING);
      becomes(200, gateway, "/unit");
    }
  }

  @Test
  void aBrokenSchemaIsRefusedAndTheFormerServesOn() throws Exception {
    write("schemas/order.json", STRING);
    try (var gateway = Gateway.start(base, Map.of(), ROUTE.formatted("unit", "unit"))) {
      write("schemas/order.json", "{\n\"type\":\"strin\"}");
      await().atMost(Duration.ofSeconds(20)).until(() -> gateway.live().degraded());
      assertThat(post(gateway, "/unit", "\"x\"")).isEqualTo(200);
      assertThat(gateway.live().units().get(0).problems().get(0).message())
          .contains("schema: file:schemas/order.json line 2");
    }
  }

  @Test
  void checkTellsAMissingSchemaWithTheLineThatNamesIt() throws Exception {
    write("unit.camel.yaml", ROUTE.formatted("unit", "unit"));
    var settings = Settings.of(Map.of());
    try (var loops = Loops.start(1);
        var backends = new Backends(loops, Runnable::run, settings)) {
      var platform = new GatePlatform(null, backends, () -> settings, () -> {});
      assertThat(new Check(base, platform).all())
          .singleElement()
          .satisfies(
              problem -> {
                assertThat(problem.file()).isEqualTo("conf/unit.camel.yaml");
                assertThat(problem.line()).isEqualTo(7);
                assertThat(problem.message())
                    .contains("schema: file:schemas/order.json: no such file", "Put it there");
              });
    }
  }

  @Test
  void theLogTellsOfWordsWithoutEffectWithUnitAndFileOnce() throws Exception {
    write("shop/shop.camel.yaml", ROUTE.formatted("shop", "shop"));
    write("shop/schemas/order.json", "{\n\"typ\": \"string\"}");
    try (var lines = new LogLines("io.serai.routes");
        var library = new LogLines("com.networknt");
        var gateway = Gateway.start(base, Map.of())) {
      assertThat(
              lines.count("Unit shop: conf/shop/schemas/order.json:2: /typ: 'typ' has no effect"))
          .isEqualTo(1);
      write("shop/schemas/order.json", "{\n\n\"typ\": \"string\"}");
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> lines.has("Unit shop: conf/shop/schemas/order.json:3: /typ"));
      assertThat(library.count("")).isZero();
      assertThat(gateway.live().degraded()).isFalse();
    }
  }

  @Test
  void checkWarnsOfWordsWithoutEffect() throws Exception {
    write("unit.camel.yaml", ROUTE.formatted("unit", "unit"));
    write(
        "schemas/order.json",
        """
        {"x-owner": "shop", "requierd": ["id"],
         "properties": {"required": {"$ref": "id.json"}}}""");
    write("schemas/id.json", "{\n\"typ\": \"string\"}");
    var settings = Settings.of(Map.of());
    try (var loops = Loops.start(1);
        var backends = new Backends(loops, Runnable::run, settings)) {
      var platform = new GatePlatform(null, backends, () -> settings, () -> {});
      assertThat(new Check(base, platform).all())
          .noneMatch(Problem::isError)
          .extracting(it -> it.file() + ":" + it.line() + " " + it.message() + " " + it.cure())
          .containsExactly(
              "conf/schemas/id.json:2 /typ: 'typ' has no effect Did you mean type?",
              "conf/schemas/order.json:1 /requierd: 'requierd' has no effect Did you mean required?");
    }
  }
}
