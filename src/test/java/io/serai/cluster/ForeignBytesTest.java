package io.serai.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.config.Config;
import com.hazelcast.config.SerializationConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.topic.ITopic;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a member that is none of ours, or of a later release, can send. */
class ForeignBytesTest {
  private static final AtomicInteger CODE_RUN = new AtomicInteger();

  /** Runs code when it is read. */
  private static final class Gadget implements Serializable {
    private static final long serialVersionUID = 1;

    private void readObject(ObjectInputStream in) {
      CODE_RUN.incrementAndGet();
    }
  }

  private final Loopback network = new Loopback(3);
  private final LinkedBlockingQueue<byte[]> heard = new LinkedBlockingQueue<>();
  private final Cluster a = network.prepare(network.settings(0));
  private final Cluster b = network.prepare(network.settings(1));
  private final Channel fromB = b.channel("x", (from, message) -> {});
  private HazelcastInstance foreign;

  @BeforeEach
  void open() {
    a.channel("x", (from, message) -> heard.add(message));
    a.begin();
    b.begin();
    Loopback.untilAllSee(2, a, b);
    foreign = Hazelcast.newHazelcastInstance(foreignConfig());
    assertThat(foreign.getCluster().getMembers()).hasSize(3);
  }

  /** In the cluster by its name, with Java serialization and without our attributes. */
  private Config foreignConfig() {
    var settings = network.settings(2);
    var config =
        NodeConfig.of(
            settings, Member.self(settings, "foreign", "1.0"), InetAddress.getLoopbackAddress());
    config.setSerializationConfig(new SerializationConfig());
    config.getMemberAttributeConfig().getAttributes().clear();
    return config;
  }

  @AfterEach
  void close() {
    foreign.getLifecycleService().terminate();
    network.close();
  }

  private void stillHears() throws InterruptedException {
    fromB.toAll(new byte[] {42});
    assertThat(heard.poll(30, TimeUnit.SECONDS)).containsExactly(42);
  }

  @Test
  void anObjectByJavaSerializationIsNotReadAndNothingOfItRuns() throws Exception {
    ITopic<Object> topic = foreign.getTopic(Node.TOPIC);
    topic.publish(new Gadget());
    stillHears();
    // The foreign member itself wrote it and reads it nowhere.
    assertThat(CODE_RUN).hasValue(0);
    assertThat(a.members()).as("it is no gateway").hasSize(2);
  }

  @Test
  void whatIsNoFrameOrOfALaterVersionIsSkipped() throws Exception {
    ITopic<byte[]> topic = foreign.getTopic(Node.TOPIC);
    topic.publish(new byte[0]);
    topic.publish(new byte[] {2, 0, 0});
    topic.publish(new byte[] {1, 0, 9, 0});
    topic.publish(new Frame("nobody known", "", "x", new byte[1]).bytes());
    topic.publish(new Frame(b.self().id(), "", "", new byte[] {99}).bytes());
    topic.publish(new Frame(b.self().id(), "", "no such channel", new byte[1]).bytes());
    stillHears();
    assertThat(a.members()).hasSize(2);
  }

  @Test
  void aForeignMemberThatGoesIsNoMatter() throws Exception {
    foreign.shutdown();
    await().atMost(Duration.ofSeconds(10)).until(() -> !foreign.getLifecycleService().isRunning());
    stillHears();
    assertThat(a.members()).hasSize(2);
  }
}
