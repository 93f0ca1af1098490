package io.serai.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExamplesTest {
  private static final List<String> VANILLA =
      List.of(
          "rest",
          "platform-http",
          "netty-http",
          "timer",
          "choice",
          "split",
          "on-exception",
          "route-template",
          "kamelet",
          "beans",
          "circuit-breaker");

  @Test
  void everyExampleSaysWhatToTryAndWhatComesBack() throws IOException {
    assertThat(Example.all())
        .hasSizeGreaterThan(15)
        .allMatch(example -> !example.calls().isEmpty());
  }

  @Test
  void thereIsOneVanillaExampleOfEachKind() throws IOException {
    var names =
        Example.all().stream()
            .filter(example -> example.path().toString().contains("vanilla"))
            .map(Example::name);
    assertThat(names).containsExactlyInAnyOrderElementsOf(VANILLA);
  }

  @Test
  void allExamplesFitIntoOneInstance() throws IOException {
    var units = new HashSet<String>();
    var ids = new HashSet<String>();
    for (var example : Example.all()) {
      assertThat(units.add(example.name())).as("unit %s is there once", example.name()).isTrue();
      for (var id : routeIds(example)) {
        assertThat(ids.add(id)).as("route %s of %s is there once", id, example.path()).isTrue();
      }
    }
  }

  @Test
  void everyRouteOfAnExampleHasAnId() throws IOException {
    for (var example : Example.all()) {
      assertThat(routeIds(example)).as("ids in %s", example.path()).doesNotContain("");
    }
  }

  private static List<String> routeIds(Example example) throws IOException {
    var ids = new ArrayList<String>();
    for (var file : example.files()) {
      if (file.toString().endsWith(Example.ROUTE_FILE)) {
        JsonNode items = new YAMLMapper().readTree(Files.readString(file));
        assertThat(items.isArray()).as("%s is a list", file).isTrue();
        for (var item : items) {
          if (item.has("route")) {
            ids.add(item.get("route").path("id").asText());
          } else if (item.has("templatedRoute")) {
            ids.add(item.get("templatedRoute").path("routeId").asText());
          }
        }
      }
    }
    return ids;
  }
}
