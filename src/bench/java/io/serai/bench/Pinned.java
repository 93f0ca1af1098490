package io.serai.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Where this process runs, and before whom, while it is load and backend at once. */
final class Pinned {
  /** Before the command of a process that gives way to nobody, even where who starts it does. */
  static final List<String> AHEAD = List.of("chrt", "--other", "0");

  private Pinned() {}

  /** On the other core than the gateway, as far as the system lets it. */
  static void besideTheGateway() throws IOException, InterruptedException {
    ofThis("taskset", "-a", "-p", "-c", Contenders.LOAD_CORE);
  }

  /**
   * Only while nobody else has use of that core.
   *
   * @return false, and nothing has changed, where the system lets nobody come back from there: what
   *     is started from here couldn't put {@link #AHEAD} before itself
   */
  static boolean givingWay() throws IOException, InterruptedException {
    var there = new ArrayList<>(List.of("chrt", "--idle", "0"));
    there.addAll(AHEAD);
    there.add("true");
    if (new ProcessBuilder(there).start().waitFor() != 0) {
      return false;
    }
    ofThis("chrt", "-a", "--idle", "-p", "0");
    return true;
  }

  private static void ofThis(String... command) throws IOException, InterruptedException {
    var whole = new ArrayList<>(List.of(command));
    whole.add("" + ProcessHandle.current().pid());
    new ProcessBuilder(whole).start().waitFor();
  }
}
