package io.serai.backend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.serai.json.JsonScan;
import io.serai.request.BeanName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.support.ResourceHelper;

/** What stands in for a failed part: JSON in the route file, {@code #bean}, {@code file:…}. */
final class Fallback {
  private Fallback() {}

  /** The folder that a unit's relative files are in, if the context knows one. */
  static final String FOLDER = "io.serai.unit.folder";

  /**
   * The JSON text.
   *
   * @throws IllegalArgumentException if it can't be had or isn't JSON
   */
  static byte[] read(CamelContext context, String text) {
    if (text.isEmpty()) {
      return new byte[0];
    }
    byte[] json =
        text.startsWith("#")
            ? bean(context, text)
            : text.startsWith("file:")
                ? file(context, text)
                : text.getBytes(StandardCharsets.UTF_8);
    int fault = JsonScan.checkPart(json);
    if (fault != JsonScan.VALID) {
      throw new IllegalArgumentException(
          "fallback: "
              + text
              + " is invalid JSON at byte "
              + fault
              + " (expected: JSON in quotes such as \"[]\", \"#bean\" or \"file:name.json\")");
    }
    return json;
  }

  private static byte[] bean(CamelContext context, String text) {
    Object bean = context.getRegistry().lookupByName(BeanName.of(text));
    if (bean == null) {
      throw new IllegalArgumentException(
          "fallback: " + text + " (expected: a bean of that name). Add it under beans:");
    }
    if (bean instanceof byte[] bytes) {
      return bytes;
    }
    if (bean instanceof CharSequence chars) {
      return chars.toString().getBytes(StandardCharsets.UTF_8);
    }
    try {
      return new JsonMapper().writeValueAsBytes(bean);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("fallback: " + text + " can't be written as JSON", e);
    }
  }

  private static byte[] file(CamelContext context, String text) {
    var folder = context.getRegistry().lookupByNameAndType(FOLDER, Path.class);
    var name = folder == null ? text : "file:" + folder.resolve(text.substring(5));
    try (var in = ResourceHelper.resolveMandatoryResourceAsInputStream(context, name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "fallback: " + text + " (expected: a file that can be read)", e);
    }
  }
}
