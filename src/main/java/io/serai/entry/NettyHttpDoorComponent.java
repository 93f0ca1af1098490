package io.serai.entry;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Endpoint;
import org.apache.camel.component.netty.NettyConsumer;
import org.apache.camel.component.netty.http.HttpServerBootstrapFactory;
import org.apache.camel.component.netty.http.HttpServerConsumerChannelFactory;
import org.apache.camel.component.netty.http.NettyHttpComponent;
import org.apache.camel.component.netty.http.NettyHttpConsumer;
import org.apache.camel.component.netty.http.NettyHttpEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code netty-http:} as Camel has it, but its consumers are served by our listener: no port is
 * opened, host and port in a consumer's URI mean nothing.
 */
final class NettyHttpDoorComponent extends NettyHttpComponent {
  private static final Logger LOG = LoggerFactory.getLogger(NettyHttpDoorComponent.class);

  private final Doors doors;
  private final Map<NettyHttpConsumer, NettyHttpWay> ways = new ConcurrentHashMap<>();

  NettyHttpDoorComponent(Doors doors) {
    this.doors = doors;
    setMuteException(true);
    // Consumers run on the listener's loops or its off-loop threads; a pool here would idle.
    getConfiguration().setUsingExecutorService(false);
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    boolean chosen = parameters.containsKey("headerFilterStrategy");
    var endpoint = (NettyHttpEndpoint) super.createEndpoint(uri, remaining, parameters);
    doors.headers().bind(endpoint, chosen);
    return endpoint;
  }

  private void open(NettyHttpConsumer consumer) {
    var configuration = consumer.getConfiguration();
    if (!isOurs(configuration.getHost(), configuration.getPort())) {
      LOG.warn(
          "Route {} of unit {}: {}:{} in the URI is ignored, netty-http: is served by the listener",
          consumer.getRouteId(),
          doors.unit(),
          configuration.getHost(),
          configuration.getPort());
    }
    var way = new NettyHttpWay(consumer, doors);
    doors.add(way);
    ways.put(consumer, way);
  }

  /** Any name of this machine, and our port or none. */
  private boolean isOurs(String host, int port) {
    return (port == 80 || port == doors.settings().get(ListenerSettings.PORT))
        && (host.equals("0.0.0.0")
            || host.equals("localhost")
            || host.equals("127.0.0.1")
            || host.equals(doors.settings().get(ListenerSettings.HOST)));
  }

  private void close(NettyHttpConsumer consumer) {
    var way = ways.remove(consumer);
    if (way != null) {
      doors.remove(way);
    }
  }

  @Override
  public HttpServerConsumerChannelFactory getMultiplexChannelHandler(int port) {
    return new ConsumersToDoors(port);
  }

  @Override
  protected HttpServerBootstrapFactory getOrCreateHttpNettyServerBootstrapFactory(
      NettyHttpConsumer consumer) {
    return new NoServer(getMultiplexChannelHandler(consumer.getConfiguration().getPort()));
  }

  /** Starts nothing; consumers are passed on. */
  private static final class NoServer extends HttpServerBootstrapFactory {
    private final HttpServerConsumerChannelFactory consumers;

    NoServer(HttpServerConsumerChannelFactory consumers) {
      super(consumers, false);
      this.consumers = consumers;
    }

    @Override
    public void addConsumer(NettyConsumer consumer) {
      consumers.addConsumer((NettyHttpConsumer) consumer);
    }

    @Override
    public void removeConsumer(NettyConsumer consumer) {
      consumers.removeConsumer((NettyHttpConsumer) consumer);
    }

    @Override
    protected void doStart() {}

    @Override
    protected void doStop() {}

    @Override
    protected void doResume() {}

    @Override
    protected void doSuspend() {}

    @Override
    public void stop() {}
  }

  private final class ConsumersToDoors implements HttpServerConsumerChannelFactory {
    private final int port;

    ConsumersToDoors(int port) {
      this.port = port;
    }

    @Override
    public void init(int port) {}

    @Override
    public int getPort() {
      return port;
    }

    @Override
    public void addConsumer(NettyHttpConsumer consumer) {
      open(consumer);
    }

    @Override
    public void removeConsumer(NettyHttpConsumer consumer) {
      close(consumer);
    }

    @Override
    public int consumers() {
      return ways.size();
    }

    @Override
    public ChannelHandler getChannelHandler() {
      return new ChannelInboundHandlerAdapter();
    }
  }
}
