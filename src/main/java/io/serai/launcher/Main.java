package io.serai.launcher;

import io.serai.settings.Nearest;
import java.io.PrintStream;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The program behind {@code bin/serai}: finds the verb, runs it, exits with its code. */
public final class Main {

  private Main() {}

  /** Takes the verb and its options; the script says where home is. */
  public static void main(String[] words) {
    Logging.silence();
    var home = Path.of(System.getProperty("serai.home", "")).toAbsolutePath().normalize();
    var code = run(List.of(words), home, System.getenv(), System.out, System.err);
    System.out.flush();
    System.exit(code.number);
  }

  static ExitCode run(
      List<String> words,
      Path home,
      Map<String, String> environment,
      PrintStream out,
      PrintStream err) {
    try {
      var arguments = Arguments.read(words);
      var name = arguments.verb();
      var verb = Verbs.named(name);
      if (verb == null) {
        throw Failure.usage(
            (name + ": no such verb. " + Nearest.question(name, Verbs.NAMES)).strip());
      }
      return verb.run(arguments.callOf(verb, home, environment, out, err));
    } catch (Failure failure) {
      return end(failure, err);
    } catch (Exception e) {
      return end(e, err);
    }
  }

  private static ExitCode end(Failure failure, PrintStream err) {
    failure.problems().forEach(problem -> err.println(problem));
    err.println("serai: " + failure.getMessage());
    if (failure.code() == ExitCode.USAGE) {
      err.println("Usage: serai VERB [options], all in: serai help");
    }
    return failure.code();
  }

  private static ExitCode end(Exception e, PrintStream err) {
    if (e instanceof SocketTimeoutException) {
      err.println("serai: running, and doesn't answer: it hangs, or is stopped or overloaded");
      return ExitCode.FAILED;
    }
    var code = ExitCode.of(e);
    err.println("serai: " + code.meaning + ": " + (code == ExitCode.FAILED ? e : e.getMessage()));
    if (code == ExitCode.FAILED) {
      e.printStackTrace(err);
    }
    return code;
  }
}
