package io.serai.schema;

import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes a schema of a document, everything it refers to included; refuses what can't work. */
final class Compiler {
  /** References are kept by {@link Reference}, which doesn't let them grow. */
  private static final SchemaValidatorsConfig CONFIG = config(false);

  /** The meta-schemas see the operator's schemas only. */
  private static final SchemaValidatorsConfig META_CONFIG = config(true);

  private final UnitDocuments documents;
  private final JsonSchemaFactory factory;

  Compiler(Function<String, byte @Nullable []> files) {
    this.documents = new UnitDocuments(files, this::checkDraft);
    this.factory =
        JsonSchemaFactory.builder()
            .defaultMetaSchemaIri(Drafts.DEFAULT)
            .metaSchemas(Drafts.all())
            .schemaLoaders(loaders -> loaders.add(documents))
            .build();
  }

  private static SchemaValidatorsConfig config(boolean cacheRefs) {
    return SchemaValidatorsConfig.builder()
        .pathType(PathType.JSON_POINTER)
        .locale(Locale.ROOT)
        .regularExpressionFactory(LinearPattern::compile)
        .cacheRefs(cacheRefs)
        .build();
  }

  /**
   * Compiles.
   *
   * @param path relative to the unit's folder, empty for one written into the route file
   */
  Schema compile(String path, SchemaText text, Bounds bounds) {
    try {
      documents.add(path, text);
      var schema =
          factory.getSchema(SchemaLocation.of(UnitDocuments.FOLDER + path), text.root(), CONFIG);
      schema.initializeValidators();
      return new Schema(schema, bounds);
    } catch (JsonSchemaException | IllegalArgumentException e) {
      throw explained(e, text);
    } catch (StackOverflowError e) {
      throw text.refused(0, "refers to itself without end (expected: an end)");
    }
  }

  /** Every word that has no effect, in all that was read. */
  void unknownKeywords(Consumer<UnknownKeyword> found) {
    for (var document : documents.read()) {
      Keywords.check(document, found);
    }
  }

  /** A document against the meta-schema of its draft. */
  private void checkDraft(SchemaText text) {
    var written = text.root().path("$schema").asText(Drafts.DEFAULT);
    var iri = Drafts.iri(written);
    if (iri == null) {
      throw text.refused(
          text.lineOf("/$schema"),
          "$schema: '" + written + "' (expected: one of " + Drafts.names() + ")");
    }
    JsonSchema meta = factory.getSchema(SchemaLocation.of(iri), META_CONFIG);
    var faults = new Schema(meta, Bounds.LOADING).check(text.root());
    if (faults != null && faults.list().isEmpty()) {
      throw text.refused(0, faults.first());
    }
    if (faults != null) {
      var fault = faults.list().get(0);
      throw text.refused(
          text.lineOf(fault.pointer()),
          fault.pointer() + ": " + fault.message() + " (expected: what " + written + " allows)");
    }
  }

  private SchemaRefused explained(RuntimeException thrown, SchemaText text) {
    for (Throwable e = thrown; e != null; e = e.getCause()) {
      if (e instanceof UnitDocuments.Missing missing) {
        return reference(String.valueOf(missing.getMessage()), missing.expected(), text);
      }
      if (e instanceof SchemaRefused refused) {
        return placed(refused, text);
      }
    }
    return reference(String.valueOf(thrown.getMessage()), "something that is there", text);
  }

  /** The document that holds the reference which the message is about. */
  private SchemaRefused reference(String message, String expected, SchemaText text) {
    for (var document : documents.read()) {
      for (var ref : document.root().findValues("$ref")) {
        var written = ref.asText();
        var bare = written.replaceFirst("#.*", "").replaceFirst("^(\\.{0,2}/)+", "");
        var fragment = written.substring(written.indexOf('#') + 1);
        if (message.contains(written)
            || message.contains(" " + fragment + " cannot be resolved")
            || (!bare.isEmpty() && message.endsWith(bare))) {
          return document.refused(
              document.lineOfText(written),
              "$ref: '" + written + "' leads nowhere (expected: " + expected + ")");
        }
      }
    }
    return text.refused(0, message);
  }

  /** A pattern's fault knows no place. */
  private SchemaRefused placed(SchemaRefused refused, SchemaText text) {
    var message = String.valueOf(refused.getMessage());
    if (!message.startsWith("pattern '")) {
      return refused;
    }
    for (var document : documents.read()) {
      int line = document.lineOfText(message.substring(9, message.indexOf("': ")));
      if (line > 0) {
        return document.refused(line, message);
      }
    }
    return text.refused(0, message);
  }
}
