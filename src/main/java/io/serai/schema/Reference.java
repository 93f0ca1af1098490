package io.serai.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.BaseJsonValidator;
import com.networknt.schema.DynamicRefValidator;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaRef;
import com.networknt.schema.JsonValidator;
import com.networknt.schema.Keyword;
import com.networknt.schema.RecursiveRefValidator;
import com.networknt.schema.RefValidator;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.ValidationContext;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.ValidatorTypeCode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code $ref} and its kin. The library copies what is referred to for each way there and keeps the
 * copies: where definitions share definitions there are exponentially many, and through one that
 * refers to itself, a tree's say, documents find ever new ways, until the memory is full. So all
 * ways share one copy. Where they have to be told apart and lead in a circle, the copy is
 * forgotten.
 */
final class Reference extends BaseJsonValidator {
  /** About what it takes to make a copy. */
  private static final int COPY = 100;

  /** Among the names of schemas that the library keeps: no IRI begins like it. */
  private static final String SHARED = "shared ";

  /** Keywords whose schemas are about the same value as the one that they stand in. */
  private static final Set<String> SAME_VALUE =
      Set.of(
          "$dynamicRef",
          "$recursiveRef",
          "$ref",
          "allOf",
          "anyOf",
          "dependencies",
          "dependentSchemas",
          "else",
          "if",
          "not",
          "oneOf",
          "then");

  private final JsonValidator theirs;
  private final JsonSchemaRef found;
  private volatile @Nullable JsonSchema kept;

  /** Whether it is for this one to read what is kept, all through. */
  private volatile boolean mine;

  private Reference(
      Word word, JsonValidator theirs, JsonSchemaRef found, JsonNode written, Place place) {
    super(place.location, place.path, written, place.parent, word.code, place.context);
    this.theirs = theirs;
    this.found = found;
  }

  private record Place(
      SchemaLocation location, JsonNodePath path, JsonSchema parent, ValidationContext context) {}

  /** The keywords that make them. */
  enum Word implements Keyword {
    /** To a place that is the same for everybody. */
    REF(ValidatorTypeCode.REF),
    /** 2020-12: to a place that depends on the way here. */
    DYNAMIC(ValidatorTypeCode.DYNAMIC_REF),
    /** 2019-09: the same. */
    RECURSIVE(ValidatorTypeCode.RECURSIVE_REF);

    private final ValidatorTypeCode code;

    Word(ValidatorTypeCode code) {
      this.code = code;
    }

    @Override
    public String getValue() {
      return code.getValue();
    }

    @Override
    public JsonValidator newValidator(
        SchemaLocation location,
        JsonNodePath path,
        JsonNode written,
        JsonSchema parent,
        ValidationContext context) {
      var place = new Place(location, path, parent, context);
      return switch (this) {
        case REF -> {
          var ref = new RefValidator(location, path, written, parent, context);
          yield new Reference(this, ref, ref.getSchemaRef(), written, place);
        }
        case DYNAMIC -> {
          var ref = new DynamicRefValidator(location, path, written, parent, context);
          yield new Reference(this, ref, ref.getSchemaRef(), written, place);
        }
        case RECURSIVE -> {
          var ref = new RecursiveRefValidator(location, path, written, parent, context);
          yield new Reference(this, ref, ref.getSchemaRef(), written, place);
        }
      };
    }
  }

  @Override
  public Set<ValidationMessage> validate(
      ExecutionContext execution, JsonNode node, JsonNode root, JsonNodePath place) {
    Effort.charge(1);
    var target = target();
    return target == null
        ? theirs.validate(execution, node, root, place) // which says what is missing
        : target.validate(execution, node, root, place);
  }

  private @Nullable JsonSchema target() {
    var known = kept;
    if (known != null) {
      return known;
    }
    var copy = found.getSchema();
    if (copy == null) {
      return null;
    }
    if (!validationContext.getConfig().isCacheRefs()) {
      if (isTheSameByAnyWay()) {
        var key = SHARED + copy.getSchemaLocation();
        var shared = validationContext.getSchemaReferences().putIfAbsent(key, copy);
        mine = shared == null;
        kept = shared == null ? copy : shared;
        return kept;
      }
      if (isCircular(copy)) {
        Effort.charge(COPY);
        return copy;
      }
    }
    mine = !isCircular(copy);
    kept = copy;
    return copy;
  }

  /**
   * Whether the way here makes no difference: nobody on it asks what was looked at of this very
   * value, and no dynamic anchor gives a name another meaning.
   */
  private boolean isTheSameByAnyWay() {
    if (!validationContext.getDynamicAnchors().isEmpty()) {
      return false;
    }
    boolean sameValue = true;
    for (var at = getEvaluationParentSchema(); at != null; ) {
      var node = at.getSchemaNode();
      boolean asks = node.has("unevaluatedProperties") || node.has("unevaluatedItems");
      if ((asks && sameValue) || at.isRecursiveAnchor()) {
        return false;
      }
      var around = at.getEvaluationParentSchema();
      if (around != null) {
        int level = around.getEvaluationPath().getNameCount();
        sameValue &= SAME_VALUE.contains(at.getEvaluationPath().getName(level));
      }
      at = around;
    }
    return true;
  }

  private static boolean isCircular(JsonSchema copy) {
    var around = copy.getEvaluationParentSchema();
    while (around != null && !around.getSchemaLocation().equals(copy.getSchemaLocation())) {
      around = around.getEvaluationParentSchema();
    }
    return around != null;
  }

  /** What is referred to is read when the schema is, so that its faults are found then. */
  @Override
  public void preloadJsonSchema() {
    var target = target();
    if (target == null) {
      theirs.preloadJsonSchema();
    } else if (mine) {
      target.initializeValidators();
    }
  }
}
