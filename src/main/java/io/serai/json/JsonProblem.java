package io.serai.json;

/**
 * A document that can't be given the form asked for; the message says what was missing and where.
 * Checked, since a backend's answer decides whether it comes. Without a stack trace, since it is
 * thrown once per bad answer.
 */
public final class JsonProblem extends Exception {
  private static final long serialVersionUID = 1;

  JsonProblem(String message) {
    super(message, null, false, false);
  }

  /** What an operation says that ran off the end of a text which isn't valid JSON. */
  static JsonProblem invalid(byte[] text) {
    int fault = JsonScan.check(text);
    return new JsonProblem(
        fault == JsonScan.VALID ? "JSON that can't be read" : JsonFault.reason(text, fault));
  }
}
