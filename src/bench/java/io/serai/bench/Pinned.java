package io.serai.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Where this process runs, and before whom, while it is load and backend at once. */
final class Pinned {
  private Pinned() {}

  /** On the other core than the gateway, as far as the system lets it. */
  static void besideTheGateway() throws IOException, InterruptedException {
    ofThis("taskset", "-a", "-p", "-c", Contenders.LOAD_CORE);
  }

  /** Only while nobody else has use of that core, as far as the system lets it. */
  static void givingWay() throws IOException, InterruptedException {
    ofThis("chrt", "-a", "--idle", "-p", "0");
  }

  private static void ofThis(String... command) throws IOException, InterruptedException {
    var whole = new ArrayList<>(List.of(command));
    whole.add("" + ProcessHandle.current().pid());
    new ProcessBuilder(whole).start().waitFor();
  }
}
