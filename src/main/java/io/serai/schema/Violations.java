package io.serai.schema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Why a document isn't what its schema asks for.
 *
 * @param fault why it couldn't be held against the schema at all, {@code invalid JSON at byte 17};
 *     empty if it could
 * @param bound the bound at which the check was given up, {@code longer than 500 ms
 *     (schema.timeout)}; empty if it came to its end
 * @param list in the order in which they were found, the same each time; {@value #MOST} at most
 * @param truncated whether there are more
 */
public record Violations(String fault, String bound, List<Violation> list, boolean truncated) {
  /** A client that sent that many mistakes has enough to mend. */
  static final int MOST = 20;

  static Violations fault(String fault) {
    return new Violations(fault, "", List.of(), false);
  }

  /** Nobody knows whether it keeps to the schema. */
  static Violations unchecked(String bound) {
    var fault = "the body takes more to be held against its schema than is allowed";
    return new Violations(fault, bound, List.of(), false);
  }

  /** Whether it could be held against the schema within the bounds of a check. */
  public boolean isChecked() {
    return bound.isEmpty();
  }

  /** One line for people. */
  public String summary() {
    if (!fault.isEmpty()) {
      return fault;
    }
    int count = list.size();
    return "the body breaks its schema in "
        + (truncated ? "more than " + count : "" + count)
        + (count == 1 && !truncated ? " place" : " places");
  }

  /** Where it breaks it first, and by what, for a log. */
  public String first() {
    if (list.isEmpty()) {
      return isChecked() ? fault : "not to be checked: it takes " + bound;
    }
    var first = list.get(0);
    return (first.pointer().isEmpty() ? "the root" : first.pointer())
        + ", "
        + first.keyword()
        + ": "
        + first.message()
        + (list.size() == 1
            ? ""
            : " (and " + (list.size() - 1) + (truncated ? " or" : "") + " more)");
  }

  /** Members of a problem document, RFC 9457 section 3.2; none if none is known. */
  public Map<String, ?> members() {
    var members = new LinkedHashMap<String, Object>();
    if (!list.isEmpty()) {
      members.put("violations", list.stream().map(Violation::members).toList());
    }
    if (truncated) {
      members.put("truncated", true);
    }
    return members;
  }
}
