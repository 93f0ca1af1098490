package io.serai.manage;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.routes.LiveSet;
import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class GatewayTest {
  private final MBeanServer jmx = ManagementFactory.getPlatformMBeanServer();
  private final FakeHouse house = new FakeHouse();
  private final Beans beans = Beans.register(house.readings(), house);

  @AfterEach
  void close() {
    beans.close();
  }

  @Test
  void tellsTheStatusAsPlainAttributes() throws JMException {
    assertThat(get("Ready")).isEqualTo(true);
    assertThat(get("State")).isEqualTo("ready");
    assertThat(get("Digest")).isEqualTo("d1gest");
    assertThat(get("Requests")).isEqualTo(17L);
    house.live = FakeHouse.liveSet(LiveSet.State.REFUSED);
    assertThat(get("Degraded")).isEqualTo(true);
    assertThat((String[]) get("Reasons")).hasSize(1);
  }

  @Test
  void drainsUndrainsAndReloads() throws JMException {
    invoke("drain");
    assertThat(get("Draining")).isEqualTo(true);
    invoke("undrain");
    house.refuses = true;
    assertThat((String[]) invoke("reload")).containsExactly("conf/a.camel.yaml:3:1: broken");
    invoke("check");
    assertThat(house.told).isEqualTo(List.of("drain", "undrain", "reload", "check"));
  }

  @Test
  void takesThePlaceOfOneLeftBehindAndGoesWhenClosed() throws JMException {
    try (var second = Beans.register(house.readings(), house)) {
      assertThat(second).isNotNull();
      assertThat(get("Ready")).isEqualTo(true);
    }
    assertThat(jmx.isRegistered(name())).isFalse();
  }

  @Test
  void tellsWhichUrlsOfBackendsGetNoCalls() throws JMException {
    var name = new ObjectName("io.serai:type=Backends");
    assertThat((String[]) jmx.getAttribute(name, "HostsOut"))
        .containsExactly("catalog http://10.0.0.2 ejected", "catalog http://10.0.0.3 open");
    assertThat((String[]) jmx.getAttribute(name, "Hosts")).hasSize(3);
  }

  @Test
  void forcesCircuitsAndTellsHowTheyStand() throws JMException {
    var name = new ObjectName("io.serai:type=Circuits");
    assertThat((String[]) jmx.getAttribute(name, "NotClosed"))
        .containsExactly("backend:catalog open: 12 of 20 calls failed");
    var found =
        jmx.invoke(
            name, "reset", new Object[] {"backend:catalog"}, new String[] {"java.lang.String"});
    assertThat((String[]) found).containsExactly("backend:catalog");
    assertThat(house.told).containsExactly("force backend:catalog null by JMX");
  }

  @Test
  void tellsHowTheClusterTakesCircuits() throws JMException {
    var name = new ObjectName("io.serai:type=Circuits");
    assertThat((String[]) jmx.getAttribute(name, "Cluster"))
        .containsExactly(
            "backend:catalog open: 12 of 20 calls failed, decided by north; 12 of 40 calls failed;"
                + " south vetoed; east closed");
  }

  @Test
  void tellsTheClusterBeside() throws JMException {
    var name = new ObjectName("io.serai:type=Cluster");
    assertThat(jmx.getAttribute(name, "State")).isEqualTo("alone");
    assertThat(jmx.getAttribute(name, "MemberCount")).isEqualTo(1);
    assertThat((String[]) jmx.getAttribute(name, "Members"))
        .containsExactly("id-1 north  1.2.3 1970-01-01T00:00:00Z");
    beans.close();
    assertThat(jmx.isRegistered(name)).isFalse();
  }

  private Object get(String attribute) throws JMException {
    return jmx.getAttribute(name(), attribute);
  }

  private Object invoke(String operation) throws JMException {
    return jmx.invoke(name(), operation, new Object[0], new String[0]);
  }

  private static ObjectName name() throws JMException {
    return new ObjectName("io.serai:type=Gateway");
  }
}
