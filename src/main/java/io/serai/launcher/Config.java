package io.serai.launcher;

import io.serai.settings.Key;
import io.serai.settings.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every effective value with its source, as a settings file that could be used. */
final class Config implements Verb {

  @Override
  public String name() {
    return "config";
  }

  @Override
  public String summary() {
    return "every effective setting with source and default; secrets masked";
  }

  @Override
  public ExitCode run(Call call) {
    var settings = call.loadSettings().settings();
    var answer = new LinkedHashMap<String, Object>();
    var text = new StringBuilder();
    settings
        .effective()
        .forEach(
            (key, value) -> {
              var known = keyOf(key, settings.known());
              var member = new LinkedHashMap<String, Object>();
              member.put("value", value.shown());
              member.put("source", value.source());
              if (known != null) {
                member.put("default", known.defaultText());
              }
              answer.put(key, member);
              text.append(comment(value, known));
              text.append(key).append('=').append(escaped(value.shown())).append('\n');
            });
    call.answer(answer, text.toString().stripTrailing());
    return ExitCode.DONE;
  }

  private static String comment(Settings.Value value, @Nullable Key<?> key) {
    if (value.source().equals(Settings.DEFAULT)) {
      return "# default\n";
    }
    return "# "
        + value.source()
        + (key == null
            ? ""
            : ", default: " + (key.defaultText().isEmpty() ? "none" : key.defaultText()))
        + "\n";
  }

  private static @Nullable Key<?> keyOf(String name, List<Key<?>> known) {
    for (var key : known) {
      if (key.matches(name)) {
        return key;
      }
    }
    return null;
  }

  private static String escaped(String text) {
    var escaped =
        text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
    return escaped.startsWith(" ") ? "\\" + escaped : escaped;
  }
}
