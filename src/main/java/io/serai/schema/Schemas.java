package io.serai.schema;

import io.serai.settings.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;

/** The schemas of one generation of a unit, each compiled once however many routes name it. */
public final class Schemas {
  private static final String NAME = "io.serai.schemas";

  private final Function<String, byte @Nullable []> files;
  private final Bounds bounds;
  private final Map<String, Schema> compiled = new HashMap<>();
  private final Set<UnknownKeyword> unknown = new LinkedHashSet<>();

  Schemas(Function<String, byte @Nullable []> files, Bounds bounds) {
    this.files = files;
    this.bounds = bounds;
  }

  /** Gives the checks of a context their bounds; without, they have the defaults. */
  public static void mount(CamelContext context, Settings settings) {
    context.getRegistry().bind(Bounds.NAME, Bounds.of(settings));
  }

  /** Those of a context, whose {@code file:} resources are the unit's. */
  public static Schemas of(CamelContext context) {
    var registry = context.getRegistry();
    synchronized (registry) {
      var there = registry.lookupByNameAndType(NAME, Schemas.class);
      if (there == null) {
        var bounds = registry.lookupByNameAndType(Bounds.NAME, Bounds.class);
        there =
            new Schemas(path -> resource(context, path), bounds == null ? Bounds.DEFAULT : bounds);
        registry.bind(NAME, there);
      }
      return there;
    }
  }

  /**
   * The schema that a parameter {@code schema} names.
   *
   * @param written {@code file:schemas/product.json}, relative to the unit's folder, or a schema
   *     itself: JSON in braces
   * @throws IllegalArgumentException with file and line, what was expected and the cure
   */
  public synchronized Schema read(String written) {
    var schema = compiled.get(written);
    if (schema == null) {
      try {
        schema = compile(written);
      } catch (SchemaRefused e) {
        // The innermost message is what operators are shown, with the line of that parameter.
        throw new SchemaRefused("schema: " + e.getMessage());
      }
      compiled.put(written, schema);
    }
    return schema;
  }

  /** What has no effect in those that were read, each once. */
  public synchronized Collection<UnknownKeyword> unknownKeywords() {
    return List.copyOf(unknown);
  }

  private Schema compile(String written) {
    if (written.startsWith("{")) {
      var text =
          SchemaText.read("schema in the route file", written.getBytes(StandardCharsets.UTF_8));
      return compile("", text);
    }
    var path = written.startsWith("file:") ? written.substring(5) : "";
    if (!UnitDocuments.isInside(path)) {
      throw new SchemaRefused(
          written
              + " (expected: \"file:schemas/name.json\" beside the route file, or a JSON Schema in"
              + " braces)");
    }
    var bytes = files.apply(path);
    if (bytes == null) {
      throw new SchemaRefused(
          written
              + ": no such file (expected: a JSON Schema in the unit's folder or conf/common/)."
              + " Put it there, or mend the name");
    }
    return compile(path, SchemaText.read(written, bytes));
  }

  private Schema compile(String path, SchemaText text) {
    var compiler = new Compiler(files);
    var schema = compiler.compile(path, text, bounds);
    compiler.unknownKeywords(unknown::add);
    return schema;
  }

  private static byte @Nullable [] resource(CamelContext context, String path) {
    var resource = ResourceHelper.resolveResource(context, "file:" + path);
    if (resource == null || !resource.exists()) {
      return null;
    }
    try (var in = resource.getInputStream()) {
      return in.readAllBytes();
    } catch (IOException e) {
      return null;
    }
  }
}
