package io.serai.launcher;

import io.serai.settings.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;

/** Finds what is wrong with settings and units; opens no port, needs no running instance. */
final class Check implements Verb {
  private final Function<CheckRequest, List<Problem>> units;

  /** With what knows about units. */
  Check(Function<CheckRequest, List<Problem>> units) {
    this.units = units;
  }

  @Override
  public String name() {
    return "check";
  }

  @Override
  public String operands() {
    return "[FILE|FOLDER…]";
  }

  @Override
  public String summary() {
    return "say what is wrong with the settings and conf/, or with these units; opens no port";
  }

  @Override
  public ExitCode run(Call call) {
    var files = files(call);
    var loaded = call.settingsLoader().load();
    var problems = new ArrayList<>(loaded.problems());
    problems.addAll(units.apply(new CheckRequest(call.directories(), loaded.settings(), files)));
    problems.replaceAll(problem -> fromHere(problem, call.directories().base()));
    problems.sort(Problem.IN_FILE_ORDER);
    long errors = problems.stream().filter(Problem::isError).count();
    var answer = new LinkedHashMap<String, Object>();
    answer.put("errors", errors);
    answer.put("problems", problems.stream().map(Problem::members).toList());
    call.answer(answer, text(problems, errors));
    return errors == 0 ? ExitCode.DONE : ExitCode.CONFIGURATION;
  }

  /** By the path that an editor opens from where the operator stands; sources of no file stay. */
  private static Problem fromHere(Problem problem, Path base) {
    var file = base.resolve(problem.file());
    if (problem.file().isEmpty() || !Files.exists(file)) {
      return problem;
    }
    var here = Path.of("").toAbsolutePath();
    boolean below = file.startsWith(here) && !file.equals(here);
    return problem.in((below ? here.relativize(file) : file).toString());
  }

  private static List<Path> files(Call call) {
    var files = new ArrayList<Path>();
    for (var operand : call.operands()) {
      var file = Path.of(operand).toAbsolutePath().normalize();
      if (!Files.exists(file)) {
        throw Failure.usage(operand + ": no such file");
      }
      files.add(file);
    }
    return files;
  }

  private static String text(List<Problem> problems, long errors) {
    var text = new StringBuilder();
    for (var problem : problems) {
      text.append(problem.isError() ? "" : "warning: ").append(problem).append('\n');
    }
    long warnings = problems.size() - errors;
    return text.append(errors == 0 ? "no errors" : errors == 1 ? "1 error" : errors + " errors")
        .append(warnings == 0 ? "" : warnings == 1 ? ", 1 warning" : ", " + warnings + " warnings")
        .toString();
  }
}
