package io.serai.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

/** What the machine must have; on Debian it is installed, elsewhere it is said. */
final class Requirements {
  private Requirements() {}

  static void meet() throws IOException, InterruptedException {
    var packages = new ArrayList<String>();
    if (!onPath("wrk")) {
      packages.add("wrk");
    }
    if (!onPath("nginx")) {
      packages.add("nginx");
    }
    if (!Files.exists(Contenders.MODULES.resolve("ngx_http_lua_module.so"))) {
      packages.add("libnginx-mod-http-lua");
    }
    if (!onPath("taskset")) {
      packages.add("util-linux");
    }
    if (packages.isEmpty()) {
      return;
    }
    var install = new ArrayList<>(java.util.List.of("apt-get", "install", "-y", "-q"));
    install.addAll(packages);
    System.out.println("missing: " + packages + "; trying " + String.join(" ", install));
    if (!onPath("apt-get") || new ProcessBuilder(install).inheritIO().start().waitFor() != 0) {
      throw new IllegalStateException("Install these and start again: " + packages);
    }
  }

  private static boolean onPath(String program) {
    for (var directory : (System.getenv("PATH") + ":/usr/sbin:/sbin").split(":", -1)) {
      if (Files.isExecutable(Path.of(directory, program))) {
        return true;
      }
    }
    return false;
  }
}
