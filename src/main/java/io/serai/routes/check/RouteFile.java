package io.serai.routes.check;

import io.serai.settings.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * A route file as a tree whose every node knows its line and column.
 *
 * @param name as the operator knows it, {@code conf/shop/a.camel.yaml}
 * @param text the whole file
 * @param root null if the file is no YAML
 * @param shared whether it comes from {@code conf/common/}
 */
public record RouteFile(String name, String text, @Nullable Node root, boolean shared) {

  /** Reads a file; what keeps it from being YAML is told to {@code problems}. */
  public static RouteFile read(
      String name, byte[] bytes, boolean shared, Consumer<Problem> problems) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      problems.accept(
          Problem.error(name, 0, 0, "not UTF-8 text", "UTF-8", "Save the file as UTF-8."));
      return new RouteFile(name, "", null, shared);
    }
    var settings = LoadSettings.builder().setLabel(name).build();
    try {
      var reader = new StreamReader(settings, text.startsWith("\uFEFF") ? text.substring(1) : text);
      var root = new Composer(settings, new ParserImpl(settings, reader)).getSingleNode();
      if (root.isEmpty()) {
        problems.accept(
            Problem.error(name, 1, 1, "the file holds nothing", "a list of routes", ""));
      }
      return new RouteFile(name, text, root.orElse(null), shared);
    } catch (MarkedYamlEngineException e) {
      problems.accept(Syntax.explain(name, text, e));
    } catch (YamlEngineException e) {
      problems.accept(Problem.error(name, 0, 0, "no YAML: " + e.getMessage(), "", ""));
    }
    return new RouteFile(name, text, null, shared);
  }

  /** Whether it is a list of what a route file holds, whatever its name. */
  public boolean holdsRoutes() {
    return Yaml.items(root).stream()
        .flatMap(item -> Yaml.entries(item).stream())
        .anyMatch(entry -> TopLevel.KINDS.contains(Yaml.key(entry)));
  }

  boolean isKamelet() {
    return name.endsWith(".kamelet.yaml");
  }
}
