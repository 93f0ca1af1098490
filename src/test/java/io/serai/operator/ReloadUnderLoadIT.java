package io.serai.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.testing.Installed;
import io.serai.testing.InstanceLog;
import io.serai.testing.SteadyLoad;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Edits a route every second under load. {@code -Dserai.proof.seconds=60} makes it the long proof;
 * a build runs ten seconds of it.
 */
class ReloadUnderLoadIT {
  private static final int SECONDS = Integer.getInteger("serai.proof.seconds", 10);

  /** The long proof has a machine to itself; a build may share it. */
  private static final Duration LIVE_WITHIN = Duration.ofSeconds(SECONDS >= 60 ? 1 : 3);

  @TempDir Path folder;

  @Test
  void everyGoodEditIsSeenWithinASecondAndNoRequestFails() throws Exception {
    run(false);
  }

  @Test
  void everyThirdEditIsBrokenAndTheOldVersionKeepsAnswering() throws Exception {
    run(true);
  }

  private void run(boolean everyThirdBroken) throws Exception {
    try (var installed = Installed.unpack(folder.resolve("serai"))) {
      var base = installed.instance(folder.resolve("instance"));
      Files.writeString(base.resolve("conf/still.camel.yaml"), still());
      edit(base, "text 0");
      var started = installed.serai("start", "--base", base.toString());
      assertThat(started.code()).as(started.out()).isZero();

      var port = Installed.port(base);
      var seen = new AtomicReference<>("");
      var targets =
          List.of(
              URI.create("http://127.0.0.1:" + port + "/edited"),
              URI.create("http://127.0.0.1:" + port + "/still"));
      try (var load =
          new SteadyLoad(
              300,
              Duration.ofSeconds(SECONDS * 3L + 30),
              targets,
              answer -> {
                if (answer.uri().getPath().equals("/edited")) {
                  seen.set(answer.body());
                }
              })) {
        for (int second = 1; second <= SECONDS; second++) {
          long next = System.nanoTime() + Duration.ofSeconds(1).toNanos();
          if (everyThirdBroken && second % 3 == 0) {
            Files.writeString(base.resolve("conf/edited.camel.yaml"), "- route:\n    ids: oops\n");
          } else {
            var text = "text " + second;
            edit(base, text);
            await()
                .atMost(LIVE_WITHIN)
                .pollInterval(Duration.ofMillis(10))
                .untilAtomic(seen, org.hamcrest.Matchers.equalTo(text));
          }
          await().pollInterval(Duration.ofMillis(10)).until(() -> System.nanoTime() - next > 0);
        }
        assertThat(load.stop()).isEmpty();
        assertThat(load.sent()).isGreaterThan(SECONDS * 250L);
      }
      assertThat(InstanceLog.text(base).split("tick of still", -1))
          .as("the other unit's timer fired once, so it was started once")
          .hasSize(2);
    }
  }

  private static void edit(Path base, String text) throws Exception {
    Files.writeString(
        base.resolve("conf/edited.camel.yaml"),
        """
        - route:
            id: edited
            from:
              uri: "gateway:/edited"
              steps:
                - setBody:
                    constant: "%s"
        """
            .formatted(text));
  }

  private static String still() {
    return """
        - route:
            id: still
            from:
              uri: "gateway:/still"
              steps:
                - setBody:
                    constant: "still"
        - route:
            id: still-timer
            from:
              uri: "timer:still"
              parameters:
                repeatCount: 1
              steps:
                - log: "tick of still"
        """;
  }
}
