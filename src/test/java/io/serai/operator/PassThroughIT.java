package io.serai.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.testing.Installed;
import io.serai.testing.Management;
import io.serai.testing.RawClient;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bodies larger than memory, both ways, in an instance of its own with a heap of 128 MiB: it holds
 * no more at the end than after the first tenth. The property {@code pass.gib} says how many GiB
 * each way, 1 if it isn't given.
 */
@Tag("slow")
@Timeout(1800)
class PassThroughIT {
  private static final long SIZE = Long.getLong("pass.gib", 1) << 30;
  private static final int PIECE = 1 << 20;

  /** In KiB: what the JVM does beside, compiling say. */
  private static final long GROWTH = 24 << 10;

  @TempDir Path folder;

  @Test
  void whatPassesIsNotHeld() throws Exception {
    try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var installed = Installed.unpack(folder.resolve("serai"))) {
      var base =
          installed.instance(
              folder.resolve("instance"),
              "backend.files.url=http://127.0.0.1:" + server.getLocalPort());
      Files.copy(
          Path.of("src/test/resources/vocabulary/files.camel.yaml"),
          base.resolve("conf/files.camel.yaml"));
      Files.writeString(base.resolve("conf/jvm.options"), "-Xmx128m\n-XX:+UseSerialGC\n");
      var started = installed.serai("start", "--base", base.toString());
      assertThat(started.code()).as(started.out()).isZero();
      long pid = Management.of(base).pid();
      try (var client = new RawClient(Installed.port(base))) {
        client.get("/files/down");
        try (var backend = new RawClient(server)) {
          backend.readHead();
          backend.send("HTTP/1.1 200 OK\r\nContent-Length: " + SIZE + "\r\n\r\n");
          client.readHead();
          pass("down", backend, client, pid);
          client.send("PUT /files/up HTTP/1.1\r\nHost: a\r\nContent-Length: " + SIZE + "\r\n\r\n");
          backend.readHead();
          pass("up", client, backend, pid);
          backend.send("HTTP/1.1 204 No Content\r\n\r\n");
          assertThat(client.readHead().status()).isEqualTo(204);
        }
      }
    }
  }

  private static void pass(String way, RawClient from, RawClient to, long pid) throws Exception {
    long start = System.nanoTime();
    var writing =
        CompletableFuture.runAsync(
            () -> {
              var piece = new byte[PIECE];
              for (long left = SIZE; left > 0; left -= PIECE) {
                from.send(piece);
              }
            });
    long early = 0;
    long most = 0;
    for (long passed = 0; passed < SIZE; passed += PIECE) {
      assertThat(to.take(PIECE)).hasSize(PIECE);
      if (passed % (SIZE / 64) == 0) {
        most = Math.max(most, resident(pid));
        early = passed < SIZE / 10 ? most : early;
      }
    }
    writing.join();
    long seconds = Math.max(1, (System.nanoTime() - start) / 1_000_000_000);
    System.out.printf(
        "%s: %d MiB/s, RSS %d KiB after a tenth, %d KiB at most%n",
        way, (SIZE >> 20) / seconds, early, most);
    assertThat(most - early).isLessThan(GROWTH);
  }

  /** KiB. */
  private static long resident(long pid) throws Exception {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
