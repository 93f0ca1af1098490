package io.serai.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.BaseJsonValidator;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonValidator;
import com.networknt.schema.Keyword;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.ValidationContext;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.ValidatorTypeCode;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code uniqueItems}, by a text that equal items share. The library's own puts the items
 * themselves into a hash set: a megabyte of strings made to have one hash takes it half a minute.
 * Texts of one hash are still put in order, items aren't. Numbers are equal by value.
 */
final class UniqueItems extends BaseJsonValidator {
  /** Characters for one step. */
  private static final int CHARS = 64;

  private final boolean asked;

  private UniqueItems(
      SchemaLocation location,
      JsonNodePath path,
      JsonNode written,
      JsonSchema parent,
      ValidationContext context) {
    super(location, path, written, parent, ValidatorTypeCode.UNIQUE_ITEMS, context);
    this.asked = written.isBoolean() && written.booleanValue();
  }

  /** The keyword that makes them. */
  static final class Word implements Keyword {
    @Override
    public String getValue() {
      return ValidatorTypeCode.UNIQUE_ITEMS.getValue();
    }

    @Override
    public JsonValidator newValidator(
        SchemaLocation location,
        JsonNodePath path,
        JsonNode written,
        JsonSchema parent,
        ValidationContext context) {
      return new UniqueItems(location, path, written, parent, context);
    }
  }

  @Override
  public Set<ValidationMessage> validate(
      ExecutionContext execution, JsonNode node, JsonNode root, JsonNodePath place) {
    if (!asked || !node.isArray() || areUnique(node)) {
      return Set.of();
    }
    return Set.of(
        message()
            .instanceNode(node)
            .instanceLocation(place)
            .locale(execution.getExecutionConfig().getLocale())
            .failFast(execution.isFailFast())
            .build());
  }

  private static boolean areUnique(JsonNode array) {
    var seen = new HashSet<String>();
    var text = new StringBuilder();
    for (var item : array) {
      text.setLength(0);
      write(item, text);
      Effort.charge(text.length() / CHARS);
      if (!seen.add(text.toString())) {
        return false;
      }
    }
    return true;
  }

  private static void write(JsonNode item, StringBuilder text) {
    Effort.charge(1);
    if (item.isObject()) {
      var names = new TreeSet<String>();
      item.fieldNames().forEachRemaining(names::add);
      text.append('{');
      for (var name : names) {
        write(name, text);
        write(item.get(name), text);
      }
      text.append('}');
    } else if (item.isArray()) {
      text.append('[');
      item.forEach(each -> write(each, text));
      text.append(']');
    } else if (item.isNumber()) {
      text.append(item.decimalValue().stripTrailingZeros()).append(',');
    } else if (item.isTextual()) {
      write(item.textValue(), text);
    } else {
      text.append(item.asText()).append(',');
    }
  }

  private static void write(String written, StringBuilder text) {
    text.append('"').append(written.length()).append(':').append(written);
  }
}
