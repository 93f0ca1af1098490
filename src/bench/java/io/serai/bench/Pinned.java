package io.serai.bench;

import java.io.IOException;

/** Where this process runs while it is load and backend at once. */
final class Pinned {
  private Pinned() {}

  /** On the other core than the gateway, as far as the system lets it. */
  static void besideTheGateway() throws IOException, InterruptedException {
    new ProcessBuilder(
            "taskset", "-a", "-p", "-c", Contenders.LOAD_CORE, "" + ProcessHandle.current().pid())
        .start()
        .waitFor();
  }
}
