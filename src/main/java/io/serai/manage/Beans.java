package io.serai.manage;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.StandardMBean;

/** The MBeans of the instance, registered in the platform's server until this is closed. */
public final class Beans implements AutoCloseable {
  private static final String GATEWAY = "io.serai:type=Gateway";
  private static final String BACKENDS = "io.serai:type=Backends";
  private static final String CIRCUITS = "io.serai:type=Circuits";
  private static final String CLUSTER = "io.serai:type=Cluster";

  private Beans() {}

  /** Registers them, in place of those left behind. */
  public static Beans register(Readings readings, Controls controls) {
    var beans = new Beans();
    beans.close();
    // The interfaces are named, so that JMX needs no reflection on what isn't one.
    register(GATEWAY, new Gateway(readings, controls), GatewayMXBean.class);
    register(BACKENDS, new BackendsBean(readings), BackendsMXBean.class);
    register(CIRCUITS, new CircuitsBean(readings, controls), CircuitsMXBean.class);
    register(CLUSTER, new ClusterBean(readings.cluster()), ClusterMXBean.class);
    return beans;
  }

  private static <T> void register(String name, T bean, Class<T> as) {
    try {
      ManagementFactory.getPlatformMBeanServer()
          .registerMBean(new StandardMBean(bean, as, true), new ObjectName(name));
    } catch (JMException e) {
      throw new IllegalStateException(name + " can't be registered", e);
    }
  }

  @Override
  public void close() {
    unregister(GATEWAY);
    unregister(BACKENDS);
    unregister(CIRCUITS);
    unregister(CLUSTER);
  }

  private static void unregister(String name) {
    var server = ManagementFactory.getPlatformMBeanServer();
    try {
      var written = new ObjectName(name);
      if (server.isRegistered(written)) {
        server.unregisterMBean(written);
      }
    } catch (JMException e) {
      throw new IllegalStateException(name + " can't be taken away", e);
    }
  }
}
