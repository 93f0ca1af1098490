package io.serai.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.FailFastAssertionException;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.ValidationMessage;
import io.serai.json.JsonScan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import org.jspecify.annotations.Nullable;

/** A compiled schema; any thread may use it. */
public final class Schema {
  private static final int LONGEST_MESSAGE = 200;

  private final JsonSchema compiled;
  private final Bounds bounds;

  Schema(JsonSchema compiled, Bounds bounds) {
    this.compiled = compiled;
    this.bounds = bounds;
  }

  /**
   * Holds a text against the schema.
   *
   * @return null if it is JSON and keeps to the schema
   */
  public @Nullable Violations check(byte[] text) {
    int fault = JsonScan.check(text);
    if (fault != JsonScan.VALID) {
      return Violations.fault("invalid JSON at byte " + fault);
    }
    try {
      return check(SchemaText.MAPPER.readTree(text));
    } catch (JsonProcessingException e) {
      var place = e.getLocation();
      return Violations.fault(
          (e.getOriginalMessage().startsWith("Duplicate field")
                  ? "a member twice"
                  : "JSON beyond bounds")
              + (place == null ? "" : " at byte " + place.getByteOffset()));
    } catch (ExactNumbers.OutOfRange e) {
      return Violations.fault(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return Violations.fault("unreadable JSON");
    }
  }

  @Nullable Violations check(JsonNode document) {
    var effort = new Effort(bounds);
    effort.begin();
    try {
      var messages = compiled.validate(effort, document);
      return messages.isEmpty() ? null : violations(messages, false);
    } catch (FailFastAssertionException e) {
      return violations(e.getValidationMessages(), true);
    } catch (StackOverflowError e) {
      return Violations.fault("nested too deeply for its schema");
    } catch (BoundReached e) {
      return Violations.unchecked("" + e.getMessage());
    } finally {
      Effort.end();
    }
  }

  private static Violations violations(Collection<ValidationMessage> messages, boolean cut) {
    var list = new LinkedHashSet<Violation>();
    boolean more = cut;
    for (var message : messages) {
      if (list.size() == Violations.MOST) {
        more = true;
        break;
      }
      list.add(violation(message));
    }
    return new Violations("", "", new ArrayList<>(list), more);
  }

  private static Violation violation(ValidationMessage message) {
    var pointer = message.getInstanceLocation().toString();
    var text = message.getMessage();
    var prefix = pointer + ": ";
    var bare = text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    return new Violation(
        pointer,
        message.getType(),
        bare.length() > LONGEST_MESSAGE ? bare.substring(0, LONGEST_MESSAGE) + "…" : bare);
  }
}
