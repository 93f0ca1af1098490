package io.serai.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Makes an instance directory. */
final class Init implements Verb {

  @Override
  public String name() {
    return "init";
  }

  @Override
  public String operands() {
    return "DIR";
  }

  @Override
  public String summary() {
    return "make a new instance directory with the commented defaults";
  }

  @Override
  public ExitCode run(Call call) throws IOException {
    if (call.operands().size() != 1) {
      throw Failure.usage("init: takes one directory");
    }
    var base = Path.of(call.operands().get(0)).toAbsolutePath().normalize();
    if (Files.exists(base) && !isEmptyDirectory(base)) {
      throw new Failure(ExitCode.FAILED, base + ": not an empty directory");
    }
    var directories = new Directories(call.directories().home(), base);
    FreshConf.writeTo(directories.conf());
    directories.create();
    call.answer(
        Map.of("base", base.toString()),
        "made " + base + ". Start it with: serai start --base '" + base + "'");
    return ExitCode.DONE;
  }

  private static boolean isEmptyDirectory(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return false;
    }
    try (var files = Files.list(path)) {
      return files.findAny().isEmpty();
    }
  }
}
