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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
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

  private static final Loopback NETWORK = new Loopback(3);
  private static final LinkedBlockingQueue<byte[]> HEARD = new LinkedBlockingQueue<>();
  private static final Cluster A = NETWORK.prepare(NETWORK.settings(0));
  private static final Cluster B = NETWORK.prepare(NETWORK.settings(1));
  private static final Channel FROM_B = B.channel("x", (from, message) -> {});
  private HazelcastInstance foreign;

  @BeforeAll
  static void join() {
    A.channel("x", (from, message) -> HEARD.add(message));
    Loopback.beginInTurn(A, B);
    Loopback.untilAllSee(2, A, B);
  }

  @AfterAll
  static void closeAll() {
    NETWORK.close();
  }

  @BeforeEach
  void open() {
    foreign = Hazelcast.newHazelcastInstance(foreignConfig());
    assertThat(foreign.getCluster().getMembers()).hasSize(3);
  }

  /** In the cluster by its name, with Java serialization and without our attributes. */
  private Config foreignConfig() {
    var settings = NETWORK.settings(2);
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
  }

  private void stillHears() throws InterruptedException {
    FROM_B.toAll(new byte[] {42});
    assertThat(HEARD.poll(30, TimeUnit.SECONDS)).containsExactly(42);
  }

  @Test
  void anObjectByJavaSerializationIsNotReadAndNothingOfItRuns() throws Exception {
    ITopic<Object> topic = foreign.getTopic(Node.TOPIC);
    topic.publish(new Gadget());
    stillHears();
    // The foreign member itself wrote it and reads it nowhere.
    assertThat(CODE_RUN).hasValue(0);
    assertThat(A.members()).as("it is no gateway").hasSize(2);
  }

  @Test
  void whatIsNoFrameOrOfALaterVersionIsSkipped() throws Exception {
    ITopic<byte[]> topic = foreign.getTopic(Node.TOPIC);
    topic.publish(new byte[0]);
    topic.publish(new byte[] {2, 0, 0});
    topic.publish(new byte[] {1, 0, 9, 0});
    topic.publish(new Frame("nobody known", "", "x", new byte[1]).bytes());
    topic.publish(new Frame(B.self().id(), "", "", new byte[] {99}).bytes());
    topic.publish(new Frame(B.self().id(), "", "no such channel", new byte[1]).bytes());
    stillHears();
    assertThat(A.members()).hasSize(2);
  }

  @Test
  void aForeignMemberThatGoesIsNoMatter() throws Exception {
    foreign.shutdown();
    await().atMost(Duration.ofSeconds(10)).until(() -> !foreign.getLifecycleService().isRunning());
    stillHears();
    assertThat(A.members()).hasSize(2);
  }
}
