package io.serai.schema;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One place where a document breaks its schema.
 *
 * @param pointer RFC 6901, empty for the whole document
 * @param keyword the schema's, {@code minimum}
 * @param message what the schema wants, in words; never the document's value
 */
public record Violation(String pointer, String keyword, String message) {

  Map<String, String> members() {
    var members = new LinkedHashMap<String, String>();
    members.put("pointer", pointer);
    members.put("keyword", keyword);
    members.put("message", message);
    return members;
  }
}
