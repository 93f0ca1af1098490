package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import io.serai.request.Loops;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class NamesTest {
  private final Loops loops = Loops.start(1);
  private final AtomicInteger asked = new AtomicInteger();
  private DatagramSocket server;
  private Names names;
  private volatile String address = "10.0.0.1";
  private volatile boolean mute;

  @BeforeEach
  void start() throws Exception {
    server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    var thread = new Thread(this::serve, "stub-dns");
    thread.setDaemon(true);
    thread.start();
    names =
        new Names(
            loops,
            new SingletonDnsServerAddressStreamProvider(
                new InetSocketAddress(server.getLocalAddress(), server.getLocalPort())));
  }

  @AfterEach
  void stop() {
    names.close();
    server.close();
    loops.close();
  }

  /** Answers A with a TTL of one second, everything else with nothing; NXDOMAIN for "gone". */
  private void serve() {
    var packet = new DatagramPacket(new byte[1500], 1500);
    while (!server.isClosed()) {
      try {
        server.receive(packet);
        if (mute) {
          continue;
        }
        var in = packet.getData();
        int end = 12;
        while (in[end] != 0) {
          end += in[end] + 1;
        }
        boolean a = in[end + 2] == 1;
        boolean gone = in[13] == 'g';
        end += 5;
        var out = java.nio.ByteBuffer.allocate(512);
        out.put(in, 0, 2).putShort((short) (gone ? 0x8183 : 0x8180)).putShort((short) 1);
        out.putShort((short) (a && !gone ? 1 : 0)).putInt(0).put(in, 12, end - 12);
        if (a && !gone) {
          asked.incrementAndGet();
          out.putShort((short) 0xC00C).putShort((short) 1).putShort((short) 1).putInt(1);
          out.putShort((short) 4).put(InetAddress.getByName(address).getAddress());
        }
        server.send(new DatagramPacket(out.array(), out.position(), packet.getSocketAddress()));
      } catch (java.io.IOException e) {
        return;
      }
    }
  }

  private List<String> find(String host) throws Exception {
    var found = new CompletableFuture<List<InetAddress>>();
    var loop = loops.next();
    loop.execute(() -> names.find(loop, host, found::complete));
    return found.get(10, TimeUnit.SECONDS).stream().map(InetAddress::getHostAddress).toList();
  }

  @Test
  void looksUpAgainOnceTheTimeToLiveIsOver() throws Exception {
    assertThat(find("shop.example.")).containsExactly("10.0.0.1");
    assertThat(find("shop.example.")).containsExactly("10.0.0.1");
    assertThat(asked).hasValue(1);
    address = "10.0.0.2";
    Awaitility.await().until(() -> find("shop.example.").contains("10.0.0.2"));
    assertThat(asked).hasValue(2);
  }

  @Test
  void keepsTheLastGoodAnswerWhenTheResolverIsMute() throws Exception {
    assertThat(find("shop.example.")).containsExactly("10.0.0.1");
    mute = true;
    address = "10.0.0.2";
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1500);
    while (System.nanoTime() < until) {
      long start = System.nanoTime();
      assertThat(find("shop.example.")).containsExactly("10.0.0.1");
      assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(1));
    }
    mute = false;
    Awaitility.await().until(() -> find("shop.example.").contains("10.0.0.2"));
  }

  @Test
  void knowsLiteralsAndTheHostsFile() throws Exception {
    assertThat(find("127.0.0.1")).containsExactly("127.0.0.1");
    assertThat(find("::1")).containsExactly("0:0:0:0:0:0:0:1");
    assertThat(find("localhost")).contains("127.0.0.1");
    assertThat(asked).hasValue(0);
  }

  @Test
  void findsNothingForANameThatDoesNotExist() throws Exception {
    assertThat(find("gone.example.")).isEmpty();
  }
}
