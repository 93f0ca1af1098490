package io.serai.backend;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.serai.request.ErrorType;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One new connection on its way: name, address after address, TLS. */
final class Connecting {
  private static final int MAX_ADDRESSES = 4;

  private static final Fault UNKNOWN_HOST = Fault.connect(ErrorType.DNS_ERROR, "unknown host");
  private static final Fault DNS_TIMEOUT =
      Fault.connect(ErrorType.DNS_TIMEOUT, "its name was not looked up in time");
  private static final Fault UNROUTABLE =
      Fault.connect(ErrorType.DESTINATION_IP_UNROUTABLE, "no route to the backend");
  private static final Fault REFUSED =
      Fault.connect(ErrorType.CONNECTION_REFUSED, "connection refused");

  private static final AtomicInteger TURN = new AtomicInteger();

  private final Pool pool;
  private final Host host;
  private final @Nullable Caller owner;
  private List<InetAddress> addresses = List.of();
  private int tried;

  /**
   * A connection to be.
   *
   * @param owner the call it is for, null for whoever is next in line
   */
  Connecting(Pool pool, Host host, @Nullable Caller owner) {
    this.pool = pool;
    this.host = host;
    this.owner = owner;
  }

  void start() {
    if (host.origin.isService()) {
      pool.connectFailed(UNKNOWN_HOST, owner); // Its records aren't known, or there are none.
      return;
    }
    host.names.find(
        pool.loop(),
        host.origin.host(),
        (found, timedOut) -> {
          addresses = host.dead.inOrder(found, TURN.getAndIncrement());
          if (found.isEmpty()) {
            pool.connectFailed(timedOut ? DNS_TIMEOUT : UNKNOWN_HOST, owner);
          } else {
            next();
          }
        });
  }

  private void next() {
    var address = addresses.get(tried++);
    var connection = new Connection(pool, host);
    var millis = (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(host.options.connectTimeout()));
    host.loops
        .connecting(pool.loop())
        .option(ChannelOption.SO_KEEPALIVE, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                if (host.tls != null) {
                  channel.pipeline().addLast(host.tls.handler(channel.alloc()));
                }
                channel.pipeline().addLast(connection);
              }
            })
        .connect(new InetSocketAddress(address, host.origin.port()))
        .addListener((ChannelFuture connected) -> onLoop(connected, connection, address));
  }

  /** A connect without a channel is told on a thread of Netty's that is no loop. */
  private void onLoop(ChannelFuture connected, Connection connection, InetAddress address) {
    if (pool.loop().inEventLoop()) {
      connected(connected, connection, address);
    } else {
      pool.loop().execute(() -> connected(connected, connection, address));
    }
  }

  private void connected(ChannelFuture connected, Connection connection, InetAddress address) {
    var failure = connected.cause();
    if (failure == null) {
      host.dead.connected(address);
    } else if (!(failure instanceof IOException)) {
      // No socket to be had, say: nothing was asked of the address.
      pool.connectFailed(unopened(failure), owner);
      return;
    } else {
      host.dead.failed(address);
      if (tried < Math.min(addresses.size(), MAX_ADDRESSES)) {
        next();
      } else {
        pool.connectFailed(fault(failure), owner);
      }
      return;
    }
    var tls = connected.channel().pipeline().get(SslHandler.class);
    if (tls == null) {
      ready(connection);
      return;
    }
    tls.handshakeFuture()
        .addListener(
            (Future<Channel> shaken) -> {
              if (shaken.isSuccess()) {
                ready(connection);
              } else {
                connected.channel().close();
                pool.connectFailed(Tls.fault(shaken.cause()), owner);
              }
            });
  }

  private void ready(Connection connection) {
    connection.ready();
    pool.connected(connection, owner);
  }

  private static Fault unopened(Throwable failure) {
    var cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return Fault.capacity(
        ErrorType.PROXY_INTERNAL_ERROR, "no connection can be opened: " + cause.getMessage());
  }

  private Fault fault(Throwable failure) {
    if (failure instanceof ConnectTimeoutException) {
      long millis = TimeUnit.NANOSECONDS.toMillis(host.options.connectTimeout());
      return Fault.connect(
          ErrorType.CONNECTION_TIMEOUT, "connect timed out after " + millis + "ms");
    }
    if (failure instanceof NoRouteToHostException) {
      return UNROUTABLE;
    }
    if (failure instanceof ConnectException
        && String.valueOf(failure.getMessage()).contains("refused")) {
      return REFUSED;
    }
    return Fault.connect(
        ErrorType.DESTINATION_UNAVAILABLE, "connect failed: " + failure.getClass().getSimpleName());
  }
}
