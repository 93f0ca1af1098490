package io.serai.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Version and commit; with {@code --components} every jar. */
final class Version implements Verb {
  private static final String COMPONENTS = "--components";
  private static final Pattern JAR = Pattern.compile("(.+?)-(\\d.*)\\.jar");

  /** A jar as its file name tells it. */
  private record Component(String name, String version, String file) {}

  @Override
  public String name() {
    return "version";
  }

  @Override
  public String summary() {
    return "version, commit and Java";
  }

  @Override
  public Map<String, String> options() {
    return Map.of(COMPONENTS, "every jar of lib/ and ext/ with its version");
  }

  @Override
  public ExitCode run(Call call) throws IOException {
    var build = Build.THIS;
    var answer = new LinkedHashMap<String, Object>();
    answer.put("version", build.version());
    answer.put("commit", build.commit());
    answer.put("java", Runtime.version().toString());
    var text = new StringBuilder("Serai " + build + ", Java " + Runtime.version());
    if (call.has(COMPONENTS)) {
      var list = new ArrayList<Object>();
      for (var component : components(call.directories())) {
        list.add(
            Map.of(
                "name",
                component.name(),
                "version",
                component.version(),
                "file",
                component.file()));
        text.append("%n%-44s %s".formatted(component.name(), component.version()));
      }
      answer.put("components", list);
    }
    call.answer(answer, text.toString());
    return ExitCode.DONE;
  }

  private static List<Component> components(Directories directories) throws IOException {
    var components = new ArrayList<Component>();
    var home = directories.home();
    addAll(home.resolve("lib"), components);
    addAll(home.resolve("ext"), components);
    if (!directories.base().equals(home)) {
      addAll(directories.base().resolve("ext"), components);
    }
    return components;
  }

  private static void addAll(Path directory, List<Component> components) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (var files = Files.newDirectoryStream(directory, "*.jar")) {
      var names = new ArrayList<String>();
      files.forEach(file -> names.add(file.getFileName().toString()));
      names.sort(null);
      for (var name : names) {
        var match = JAR.matcher(name);
        boolean telling = match.matches();
        components.add(
            new Component(
                telling ? match.group(1) : name.substring(0, name.length() - ".jar".length()),
                telling ? match.group(2) : "",
                directory.getFileName() + "/" + name));
      }
    }
  }
}
