package io.serai.routes;

import java.util.LinkedHashMap;
import java.util.Map;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.ManagementMBeansLevel;
import org.apache.camel.ManagementStatisticsLevel;
import org.apache.camel.management.DefaultManagementAgent;
import org.apache.camel.management.JmxManagementLifecycleStrategy;
import org.apache.camel.management.JmxManagementStrategy;
import org.apache.camel.management.JmxManagementStrategyFactory;

/**
 * Keeps JMX names the same over generations: two contexts of one name live side by side for a
 * moment, so a generation only notes its MBeans until it is the live one.
 *
 * <pre>
 *   ASIDE --goLive--> LIVE --retire--> RETIRED
 *     `--------------retire---------------^
 * </pre>
 */
final class StagedAgent extends DefaultManagementAgent {

  private enum Stage {
    /** Built or starting: MBeans are noted. */
    ASIDE,
    /** Serving: MBeans are registered. */
    LIVE,
    /** Swapped out: MBeans are gone, and no new ones come. */
    RETIRED
  }

  private final Map<ObjectName, Object> noted = new LinkedHashMap<>();
  private Stage stage = Stage.ASIDE;

  /** Whether the question for a name is about the server, not about what is noted. */
  private boolean asking;

  private StagedAgent(CamelContext context) {
    super(context);
    setUsePlatformMBeanServer(true);
    // Counters on every step would be paid for by every request.
    setStatisticsLevel(ManagementStatisticsLevel.RoutesOnly);
    setMBeansLevel(ManagementMBeansLevel.Default);
    setOnlyRegisterProcessorWithCustomId(true);
    setUpdateRouteEnabled(false);
  }

  /** Gives a context, built and not yet initialised, this agent. */
  static StagedAgent install(CamelContext context) throws Exception {
    var agent = new StagedAgent(context);
    context.getManagementNameStrategy().setNamePattern(context.getName());
    context.setManagementName(context.getName());
    var strategy = new JmxManagementStrategy(context, agent);
    strategy.setManagementObjectNameStrategy(new StableNames());
    new JmxManagementStrategyFactory()
        .setupManagement(context, strategy, new JmxManagementLifecycleStrategy(context));
    return agent;
  }

  synchronized void goLive() throws JMException {
    if (stage != Stage.ASIDE) {
      return;
    }
    stage = Stage.LIVE;
    for (var bean : noted.entrySet()) {
      toServer(bean.getValue(), bean.getKey());
    }
  }

  private void toServer(Object bean, ObjectName name) throws JMException {
    asking = true;
    try {
      super.register(bean, name, false);
    } finally {
      asking = false;
    }
  }

  synchronized void retire() throws JMException {
    if (stage == Stage.LIVE) {
      asking = true;
      try {
        for (var name : noted.keySet()) {
          super.unregister(name);
        }
      } finally {
        asking = false;
      }
    }
    noted.clear();
    stage = Stage.RETIRED;
  }

  @Override
  public synchronized void register(Object bean, ObjectName name, boolean force)
      throws JMException {
    if (stage == Stage.RETIRED) {
      return;
    }
    if (noted.putIfAbsent(name, bean) == null && stage == Stage.LIVE) {
      toServer(bean, name);
    }
  }

  @Override
  public synchronized void unregister(ObjectName name) throws JMException {
    if (noted.remove(name) != null && stage == Stage.LIVE) {
      asking = true;
      try {
        super.unregister(name);
      } finally {
        asking = false;
      }
    }
  }

  @Override
  public synchronized boolean isRegistered(ObjectName name) {
    return asking ? super.isRegistered(name) : noted.containsKey(name);
  }
}
