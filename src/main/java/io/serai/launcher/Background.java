package io.serai.launcher;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code serai run} in a session of its own, so that it outlives the terminal. The script, setsid
 * and java replace each other, so the process started here is the instance itself.
 */
final class Background {
  private final Call call;

  Background(Call call) {
    this.call = call;
  }

  Process launch() throws IOException {
    var output = call.directories().outputFile().toFile();
    var builder =
        new ProcessBuilder(command())
            .directory(call.directories().base().toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output));
    return builder.start();
  }

  private List<String> command() {
    var command = new ArrayList<String>();
    // nohup is second choice: the JVM takes no HUP from a parent that ignores it, so no reload by
    // signal.
    var detach = call.onPath("setsid");
    if (detach == null) {
      detach = call.onPath("nohup");
    }
    if (detach != null) {
      command.add(detach);
    }
    var directories = call.directories();
    command.add(directories.home().resolve("bin/serai").toString());
    command.add("run");
    command.add("--background");
    command.add("--base");
    command.add(directories.base().toString());
    command.addAll(call.options().stream().filter(Run.STRICT::equals).toList());
    call.settings()
        .forEach(
            (key, value) -> {
              command.add("-p");
              command.add(key + "=" + value);
            });
    return command;
  }
}
