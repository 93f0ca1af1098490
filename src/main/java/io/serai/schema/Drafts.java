package io.serai.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.AnnotationKeyword;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Format;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.Keyword;
import com.networknt.schema.ValidationContext;
import com.networknt.schema.Vocabularies;
import com.networknt.schema.Vocabulary;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The drafts by the {@code $schema} that names them. */
final class Drafts {
  static final String DEFAULT = "https://json-schema.org/draft/2020-12/schema";

  /** The keywords that are ours, by their names. */
  private static final Map<String, Keyword> OURS =
      Stream.concat(Stream.of(new UniqueItems.Word()), Stream.of(Reference.Word.values()))
          .collect(Collectors.toMap(Keyword::getValue, word -> word));

  private static final Map<String, JsonMetaSchema> KNOWN = known();

  private Drafts() {}

  private static Map<String, JsonMetaSchema> known() {
    var known = new TreeMap<String, JsonMetaSchema>();
    for (var draft :
        List.of(
            JsonMetaSchema.getV4(),
            JsonMetaSchema.getV6(),
            JsonMetaSchema.getV7(),
            JsonMetaSchema.getV201909(),
            JsonMetaSchema.getV202012())) {
      known.put(
          bare(draft.getIri()),
          JsonMetaSchema.builder(draft)
              .formats(formats -> formats.replaceAll((name, format) -> new Brief(format)))
              .keywords(words -> words.replaceAll(OURS::getOrDefault))
              .vocabularyFactory(Drafts::vocabulary)
              // The library's own logs a line without file or unit; ours is a warning with both.
              .unknownKeywordFactory((word, context) -> new AnnotationKeyword(word))
              .build());
    }
    return known;
  }

  /** From 2019-09 on a draft has its keywords by vocabularies, whatever it was given apart. */
  private static @Nullable Vocabulary vocabulary(String iri) {
    var theirs = Vocabularies.getVocabulary(iri);
    if (theirs == null) {
      return null;
    }
    var words = new LinkedHashSet<Keyword>();
    for (var word : theirs.getKeywords()) {
      words.add(OURS.getOrDefault(word.getValue(), word));
    }
    return new Vocabulary(iri, words.toArray(Keyword[]::new));
  }

  static List<JsonMetaSchema> all() {
    return new ArrayList<>(KNOWN.values());
  }

  /** The IRI of a draft's meta-schema; null for one that isn't known. */
  static @Nullable String iri(String written) {
    var draft = KNOWN.get(bare(written));
    return draft == null ? null : draft.getIri();
  }

  /** The keywords of a draft; none of one that isn't known. */
  static Set<String> keywords(String written) {
    var draft = KNOWN.get(bare(written));
    return draft == null ? Set.of() : draft.getKeywords().keySet();
  }

  static String names() {
    return KNOWN.values().stream().map(JsonMetaSchema::getIri).collect(Collectors.joining(", "));
  }

  /** Without scheme and empty fragment: people write drafts with and without either. */
  private static String bare(String iri) {
    int scheme = iri.indexOf("://");
    return iri.substring(scheme < 0 ? 0 : scheme + 3, iri.length() - (iri.endsWith("#") ? 1 : 0));
  }

  /**
   * A format for texts of a length that dates, addresses and URIs have: some of the library's own
   * expressions backtrack.
   */
  private record Brief(Format format) implements Format {
    private static final int LONGEST = 2_048;

    @Override
    public String getName() {
      return format.getName();
    }

    @Override
    public String getMessageKey() {
      return format.getMessageKey();
    }

    @Override
    public boolean matches(ExecutionContext execution, ValidationContext context, JsonNode value) {
      return !(value.isTextual() && value.textValue().length() > LONGEST)
          && format.matches(execution, context, value);
    }
  }
}
