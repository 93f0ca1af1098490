package io.serai.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AloneTest {
  private final Member self = new Member("id-1", "", "north", "1.0", Instant.EPOCH);
  private final Cluster cluster = Cluster.alone(self);

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void isItsOnlyMember() {
    assertThat(cluster.state()).isEqualTo(ClusterState.ALONE);
    assertThat(cluster.members()).containsExactly(self);
    assertThat(cluster.name()).isEmpty();
  }

  @Test
  void remembersWhatIsPutOnABoardAndTellsItOnAnotherThread() throws Exception {
    var heard = new LinkedBlockingQueue<String>();
    var board =
        cluster.board(
            "circuits",
            new BoardListener() {
              @Override
              public void put(String key, byte[] value) {
                heard.add(Thread.currentThread().getName() + " " + key + "=" + text(value));
              }

              @Override
              public void removed(String key) {
                heard.add(Thread.currentThread().getName() + " no " + key);
              }
            });
    board.put("a", "open".getBytes(UTF_8));
    assertThat(board.all().get("a")).isEqualTo("open".getBytes(UTF_8));
    board.remove("a");
    board.remove("a");
    assertThat(board.all()).isEmpty();
    assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo("serai-cluster a=open");
    assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo("serai-cluster no a");
    board.put("b", new byte[0]);
    assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo("serai-cluster b=");
  }

  @Test
  void sendsToNobody() {
    var heard = new LinkedBlockingQueue<byte[]>();
    var channel = cluster.channel("circuits", (from, message) -> heard.add(message));
    channel.toAll(new byte[1]);
    channel.to("id-1", new byte[1]);
    assertThat(heard).isEmpty();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
