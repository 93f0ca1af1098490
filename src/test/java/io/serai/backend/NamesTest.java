package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.request.Loops;
import io.serai.testing.LogLines;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class NamesTest {
  private final Loops loops = Loops.start(1);
  private StubDns dns;
  private Names names;

  @BeforeEach
  void start() throws Exception {
    dns = new StubDns("10.0.0.1");
    names = new Names(loops, dns.provider());
  }

  @AfterEach
  void stop() {
    names.close();
    dns.close();
    loops.close();
  }

  private List<String> find(String host) throws Exception {
    var found = new CompletableFuture<List<InetAddress>>();
    var loop = loops.next();
    loop.execute(() -> names.find(loop, host, (addresses, timedOut) -> found.complete(addresses)));
    return found.get(10, TimeUnit.SECONDS).stream().map(InetAddress::getHostAddress).toList();
  }

  @Test
  void looksUpAgainOnceTheTimeToLiveIsOver() throws Exception {
    assertThat(find("shop.example.")).containsExactly("10.0.0.1");
    assertThat(find("shop.example.")).containsExactly("10.0.0.1");
    assertThat(dns.asked).hasValue(1);
    dns.address = "10.0.0.2";
    Awaitility.await().until(() -> find("shop.example.").contains("10.0.0.2"));
    assertThat(dns.asked).hasValue(2);
  }

  @Test
  void aTimeToLiveOfNothingIsASecond() throws Exception {
    dns.ttl = 0;
    for (int i = 0; i < 5; i++) {
      assertThat(find("brief.example.")).containsExactly("10.0.0.1");
    }
    assertThat(dns.asked.get()).isLessThan(5);
  }

  @Test
  void keepsTheLastGoodAnswerWhenTheResolverIsMute() throws Exception {
    assertThat(find("shop.example.")).containsExactly("10.0.0.1");
    dns.mute = true;
    dns.address = "10.0.0.2";
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1500);
    while (System.nanoTime() < until) {
      long start = System.nanoTime();
      assertThat(find("shop.example.")).containsExactly("10.0.0.1");
      assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(1));
    }
    dns.mute = false;
    Awaitility.await().until(() -> find("shop.example.").contains("10.0.0.2"));
  }

  @Test
  void forgetsTheLastGoodAnswerForANameThatNoBackendHas() throws Exception {
    assertThat(find("shop.example.")).containsExactly("10.0.0.1");
    assertThat(find("old.example.")).containsExactly("10.0.0.1");
    dns.isEmpty = true;
    Awaitility.await()
        .until(
            () -> {
              // Again, as who asks within the time to live is remembered anew.
              names.keep(Set.of("shop.example."));
              return find("old.example.").isEmpty();
            });
    assertThat(find("shop.example.")).containsExactly("10.0.0.1");
  }

  @Test
  void knowsLiteralsAndTheHostsFile() throws Exception {
    assertThat(find("127.0.0.1")).containsExactly("127.0.0.1");
    assertThat(find("::1")).containsExactly("0:0:0:0:0:0:0:1");
    assertThat(find("localhost")).contains("127.0.0.1");
    assertThat(dns.asked).hasValue(0);
  }

  @Test
  void findsNothingForANameThatDoesNotExist() throws Exception {
    assertThat(find("gone.example.")).isEmpty();
  }

  @Test
  void failedLookUpsOfANameAreToldOnceInAWhile() throws Exception {
    try (var log = new LogLines("io.serai.backend")) {
      for (int i = 0; i < 5; i++) {
        assertThat(find("gone.example.")).isEmpty();
      }
      assertThat(find("gone.test.")).isEmpty();
      assertThat(log.count("gone.example.: look-up failed")).isEqualTo(1);
      assertThat(log.count("gone.test.: look-up failed")).isEqualTo(1);
    }
  }
}
