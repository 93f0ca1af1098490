package io.serai.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.testing.Installed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pages show as a route file is one that the gateway takes, with those beside it. */
class SnippetsIT {

  @Test
  void everyRouteFileInTheDocsPassesTheCheck(@TempDir Path folder) throws Exception {
    try (var installed = Installed.unpack(folder.resolve("program"));
        var files = Files.list(Path.of("src/docs"))) {
      var base =
          installed.instance(
              folder.resolve("instance"),
              "backend.catalog.url=http://127.0.0.1:1",
              "backend.files.url=http://127.0.0.1:1",
              "backend.logistics.url=http://127.0.0.1:1",
              "backend.pricing.url=http://127.0.0.1:1",
              "backend.stock.url=http://127.0.0.1:1",
              "backend.reviews.url=http://127.0.0.1:1");
      var pages = new ArrayList<>(List.of(Path.of("README.md")));
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
      int number = 0;
      for (var page : pages) {
        var command = new ArrayList<>(List.of("check", "--base", base.toString()));
        var texts = Snippets.yaml(page);
        for (var snippet : texts) {
          var file = folder.resolve("snippet-" + ++number + ".camel.yaml");
          Files.writeString(file, snippet);
          command.add(file.toString());
        }
        if (!texts.isEmpty()) {
          var check = installed.serai(command.toArray(String[]::new));
          assertThat(check.out())
              .as("in %s, from its first: %s", page, texts)
              .contains("no errors");
        }
      }
      assertThat(number).isGreaterThan(2);
    }
  }
}
