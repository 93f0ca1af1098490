package io.serai.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.settings.Problem;
import io.serai.settings.Settings;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterSettingsTest {

  @Test
  void isAloneByDefaultAndRight() {
    var settings = ClusterSettings.of(Settings.of(Map.of()));
    assertThat(settings.isAlone()).isTrue();
    assertThat(settings.problems()).isEmpty();
    assertThat(Cluster.of(settings, Member.self(settings, "n", "1")).state())
        .isEqualTo(ClusterState.ALONE);
  }

  @Test
  void membersNeedAName() {
    assertThat(problems(Map.of("cluster.members", "127.0.0.1")))
        .containsExactly(
            "cluster.members: set without cluster.name (expected: a name that all gateways of this"
                + " cluster share). Set cluster.name, to the same on each, such as"
                + " shop-production");
  }

  @Test
  void everyMemberIsAnAddress() {
    assertThat(
            problems(
                Map.of(
                    "cluster.name",
                    "shop",
                    "cluster.members",
                    "127.0.0.1,localhost:5702,[::1]:5703,a b,127.0.0.1:99999,http://x")))
        .extracting(text -> text.substring(0, text.indexOf(" is")))
        .containsExactly(
            "cluster.members: 'a b'",
            "cluster.members: '127.0.0.1:99999'",
            "cluster.members: 'http://x'");
  }

  @Test
  void aHostThatTheMembersCannotReachIsNamed() {
    var others = Map.of("cluster.name", "shop", "cluster.members", "10.0.0.1,10.0.0.2:5701");
    assertThat(problems(others))
        .containsExactly(
            "cluster.host: '127.0.0.1' can't be reached from 10.0.0.1 (expected: the address by"
                + " which the members reach this machine). Set cluster.host to it");
    assertThat(
            problems(
                Map.of("cluster.name", "s", "cluster.members", "a", "cluster.host", "0.0.0.0")))
        .containsExactly(
            "cluster.host: '0.0.0.0' is no address of one interface (expected: the address by which"
                + " the others reach this machine, such as 10.0.0.1)");
    assertThat(
            problems(
                Map.of(
                    "cluster.name",
                    "shop",
                    "cluster.members",
                    "10.0.0.2",
                    "cluster.host",
                    "10.0.0.1")))
        .isEmpty();
  }

  @Test
  void aPublicAddressIsWarnedOfAndAPrivateOneIsNot() {
    for (var host :
        List.of("203.0.113.5", "172.32.0.1", "100.64.0.1", "2001:db8::1", "[2001:db8::1]")) {
      assertThat(hostedAt(host))
          .singleElement()
          .matches(problem -> !problem.isError())
          .asString()
          .contains("cluster.host: '" + host + "' is a public address", "owns the gateway");
    }
    for (var host :
        List.of(
            "127.0.0.1",
            "localhost",
            "::1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "fd00::1",
            "gate-1",
            "999.1.1.1")) {
      assertThat(hostedAt(host)).as(host).isEmpty();
    }
  }

  @Test
  void whatANameStandsForIsJudgedAsItIsFound() throws Exception {
    assertThat(PrivateAddress.is(InetAddress.getLoopbackAddress())).isTrue();
    assertThat(PrivateAddress.is(InetAddress.getByName("fc00::1"))).isTrue();
    assertThat(PrivateAddress.is(InetAddress.getByName("fec0::1"))).as("given up").isFalse();
    assertThat(PrivateAddress.is(InetAddress.getByName("198.51.100.7"))).isFalse();
  }

  private static List<Problem> hostedAt(String host) {
    return ClusterSettings.of(
            Settings.of(
                Map.of("cluster.name", "s", "cluster.members", "gate-2", "cluster.host", host)))
        .problems();
  }

  private static List<String> problems(Map<String, String> settings) {
    return ClusterSettings.of(Settings.of(settings)).problems().stream()
        .map(Problem::toString)
        .toList();
  }
}
