package io.serai.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DocsTest {
  private static final Path DOCS = Path.of("src/docs");
  private static final Pattern ROUTES = Pattern.compile("(?m)^- (route|rest|from|beans):");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");
  private static final List<String> PAGES =
      List.of(
          "admission.md",
          "aggregation.md",
          "batch.md",
          "batching.md",
          "architecture.md",
          "benchmark.md",
          "circuits.md",
          "comparison.md",
          "configuration.md",
          "first-route.md",
          "formats.md",
          "pass-through.md",
          "operating.md",
          "parts-apart.md",
          "validation.md",
          "vanilla.md");

  private static List<Path> pages() throws IOException {
    var pages = new ArrayList<Path>();
    pages.add(Path.of("README.md"));
    try (var files = Files.list(DOCS)) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages;
  }

  @Test
  void allPagesAreThere() throws IOException {
    assertThat(pages().stream().map(page -> page.getFileName().toString())).containsAll(PAGES);
  }

  @Test
  void everySnippetThatIsARouteFileIsAYamlList() throws IOException {
    int found = 0;
    for (var page : pages()) {
      for (var snippet : Snippets.yaml(page)) {
        if (ROUTES.matcher(snippet).find()) {
          assertThat(new YAMLMapper().readTree(snippet).isArray()).as(page + snippet).isTrue();
          found++;
        }
      }
    }
    assertThat(found).isGreaterThan(2);
  }

  @Test
  void everyRelativeLinkLeadsSomewhere() throws IOException {
    for (var page : pages()) {
      var folder = page.toAbsolutePath().getParent();
      for (var match = LINK.matcher(Files.readString(page)); match.find(); ) {
        assertThat(folder.resolve(match.group(1))).as("linked from %s", page).exists();
      }
    }
  }

  @Test
  void theWalkFitsOnAPage() throws IOException {
    assertThat(Files.readAllLines(DOCS.resolve("architecture.md"))).hasSizeLessThanOrEqualTo(80);
  }

  /** Class names in the walk, written as paths. */
  @Test
  void everySourceFileNamedInTheDocsExists() throws IOException {
    var file = Pattern.compile("`((?:[a-z]+/)+[A-Z]\\w+\\.java)`");
    for (var page : pages()) {
      for (var match = file.matcher(Files.readString(page)); match.find(); ) {
        var path = Path.of("src/main/java/io/serai", match.group(1));
        assertThat(path).as("named in %s", page).exists();
      }
    }
  }
}
