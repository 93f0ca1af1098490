package io.serai.cluster;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.GlobalSerializerConfig;
import com.hazelcast.config.InterfacesConfig;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.SerializationConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.config.TcpIpConfig;
import java.net.InetAddress;
import java.util.Map;

/** Hazelcast as it is used here: found by addresses only, closed to all but members, small. */
final class NodeConfig {
  static final String ID = "serai.id";
  static final String NAME = "serai.name";
  static final String VERSION = "serai.version";

  private static final Map<String, String> PROPERTIES =
      Map.ofEntries(
          // Only the address that was asked for, never all of the machine's.
          Map.entry("hazelcast.socket.bind.any", "false"),
          Map.entry("hazelcast.phone.home.enabled", "false"),
          Map.entry("hazelcast.logging.type", "slf4j"),
          Map.entry("hazelcast.jmx", "false"),
          Map.entry("hazelcast.health.monitoring.level", "OFF"),
          // The instance decides when to leave, after the last request.
          Map.entry("hazelcast.shutdownhook.enabled", "false"),
          Map.entry("hazelcast.graceful.shutdown.max.wait", "2"),
          // Few messages, so few threads; one for events, as the order of messages depends on it.
          Map.entry("hazelcast.event.thread.count", "1"),
          Map.entry("hazelcast.event.queue.capacity", "10000"),
          Map.entry("hazelcast.io.thread.count", "1"),
          Map.entry("hazelcast.operation.thread.count", "2"),
          Map.entry("hazelcast.operation.generic.thread.count", "2"),
          Map.entry("hazelcast.operation.response.thread.count", "1"),
          // Out of minutes, into seconds: how soon one finds the others, and one that hangs is out.
          Map.entry("hazelcast.wait.seconds.before.join", "0"),
          Map.entry("hazelcast.max.join.seconds", "20"),
          Map.entry("hazelcast.max.join.merge.target.seconds", "10"),
          Map.entry("hazelcast.socket.connect.timeout.seconds", "3"),
          Map.entry("hazelcast.heartbeat.interval.seconds", "1"),
          // Also how often a member that takes the place of the oldest asks the others again, after
          // 31 ms for the first ten times, half a second later: whoever hasn't noticed yet that the
          // oldest is gone refuses, and would be left out. A member that hangs is out by its
          // heartbeat, however long this is.
          Map.entry("hazelcast.mastership.claim.timeout.seconds", "60"),
          Map.entry("hazelcast.member.list.publish.interval.seconds", "10"),
          Map.entry("hazelcast.merge.first.run.delay.seconds", "5"),
          Map.entry("hazelcast.merge.next.run.delay.seconds", "5"),
          Map.entry("hazelcast.operation.call.timeout.millis", "10000"));

  private NodeConfig() {}

  static Config of(ClusterSettings settings, Member self, InetAddress address) {
    var config = new Config("serai-" + self.id()).setClusterName(settings.name());
    PROPERTIES.forEach(config::setProperty);
    config.setProperty(
        "hazelcast.max.no.heartbeat.seconds", "" + settings.heartbeatTimeout().toSeconds());
    config.setProperty(
        "hazelcast.prefer.ipv4.stack", "" + (address instanceof java.net.Inet4Address));
    config.setAdvancedNetworkConfig(network(settings, address));
    config.setSerializationConfig(serialization());
    config.getJetConfig().setEnabled(false);
    config.getMetricsConfig().setEnabled(false);
    config.getManagementCenterConfig().setScriptingEnabled(false).setConsoleEnabled(false);
    config
        .getMemberAttributeConfig()
        .setAttribute(ID, self.id())
        .setAttribute(NAME, self.name())
        .setAttribute(VERSION, self.version());
    config.getTopicConfig(Node.TOPIC).setStatisticsEnabled(false);
    return config;
  }

  /** A socket for members alone: on it clients, REST and memcache aren't spoken at all. */
  private static AdvancedNetworkConfig network(ClusterSettings settings, InetAddress address) {
    var join = new JoinConfig();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    var members = new TcpIpConfig().setEnabled(true).setConnectionTimeoutSeconds(3);
    settings.members().forEach(member -> members.addMember(withPort(member, settings.port())));
    join.setTcpIpConfig(members);
    var interfaces = new InterfacesConfig().setEnabled(true);
    interfaces.addInterface(address.getHostAddress());
    var socket =
        new ServerSocketEndpointConfig()
            .setPort(settings.port())
            .setPortAutoIncrement(false)
            // What the last process left half closed must not keep this one out.
            .setReuseAddress(true)
            .setInterfaces(interfaces);
    return new AdvancedNetworkConfig()
        .setEnabled(true)
        .setJoin(join)
        .setMemberEndpointConfig(socket);
  }

  /** Where a member is, {@code host:port}. */
  static String withPort(String member, int port) {
    boolean hasPort = member.lastIndexOf(':') > member.lastIndexOf(']');
    return hasPort ? member : member + ":" + port;
  }

  /** No class is made by Java serialization, of whatever name: it runs code while it reads. */
  private static SerializationConfig serialization() {
    var filter = new JavaSerializationFilterConfig().setDefaultsDisabled(true);
    filter.getBlacklist().addPrefixes("");
    filter.getWhitelist().addClasses("none");
    return new SerializationConfig()
        .setJavaSerializationFilterConfig(filter)
        .setGlobalSerializerConfig(
            new GlobalSerializerConfig()
                .setImplementation(new FailuresAsText())
                .setOverrideJavaSerialization(true));
  }
}
