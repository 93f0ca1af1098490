package io.serai.request;

import io.serai.json.JsonPath;
import java.util.Locale;

/** A reference made ready: its path compiled, its complaints spelt out. */
final class Slot {

  /** Where a value comes from. Reserved words: no part or path parameter may be called so. */
  enum Namespace {
    PATH,
    PART,
    QUERY,
    HEADER,
    COOKIE,
    CLAIM,
    PROPERTY,
    ITEM,
    INDEX,
    REST
  }

  private final Template.Reference reference;
  private final Namespace namespace;
  private final JsonPath member;
  private final boolean walks;
  private final boolean inString;
  private final Gap missing;
  private final Gap empty;
  private final Gap refused;

  Slot(Template.Reference reference, boolean inString) {
    this.reference = reference;
    this.namespace = Namespace.valueOf(reference.namespace().toUpperCase(Locale.ROOT));
    this.member = JsonPath.of(reference.member());
    this.walks = reference.member().contains("[]");
    this.inString = inString;
    boolean byClient =
        switch (namespace) {
          case PATH, QUERY, HEADER, COOKIE, REST -> true;
          default -> false;
        };
    this.missing =
        reference.optional()
            ? new Gap(Gap.Kind.SKIPPED, "skipped: no value for " + written(), byClient)
            : new Gap(Gap.Kind.MISSING, "missing: " + written(), byClient);
    this.empty = new Gap(Gap.Kind.EMPTY, "skipped: nothing in " + written(), byClient);
    this.refused =
        new Gap(
            Gap.Kind.REFUSED, "refused: the value of " + written() + " can't be sent", byClient);
  }

  Template.Reference reference() {
    return reference;
  }

  String written() {
    return "{" + reference.text() + "}";
  }

  Namespace namespace() {
    return namespace;
  }

  JsonPath member() {
    return member;
  }

  /** Whether it goes through an array and so may have several values. */
  boolean walks() {
    return walks;
  }

  /** Whether it stands between the quotes of a JSON string. */
  boolean inString() {
    return inString;
  }

  Gap missing() {
    return missing;
  }

  /** There is nothing in the list, and so nothing to ask for. */
  Gap empty() {
    return empty;
  }

  Gap refused() {
    return refused;
  }
}
