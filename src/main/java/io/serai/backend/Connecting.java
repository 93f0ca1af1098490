package io.serai.backend;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
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

  private static final AtomicInteger TURN = new AtomicInteger();

  private final Pool pool;
  private final Host host;
  private final @Nullable Attempts owner;
  private List<InetAddress> addresses = List.of();
  private int first;
  private int tried;

  /**
   * A connection to be.
   *
   * @param owner the call it is for, null for whoever is next in line
   */
  Connecting(Pool pool, Host host, @Nullable Attempts owner) {
    this.pool = pool;
    this.host = host;
    this.owner = owner;
  }

  void start() {
    host.names.find(
        pool.loop(),
        host.origin.host(),
        found -> {
          addresses = found;
          if (found.isEmpty()) {
            pool.connectFailed("unknown host", false, owner);
          } else {
            first = found.size() == 1 ? 0 : TURN.getAndIncrement() & 0xFFFF;
            next();
          }
        });
  }

  private void next() {
    var address = addresses.get((first + tried++) % addresses.size());
    var connection = new Connection(pool, host);
    var millis = (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(host.options.connectTimeout()));
    new Bootstrap()
        .group(pool.loop())
        .channel(host.loops.client())
        .option(ChannelOption.TCP_NODELAY, true)
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
        .addListener((ChannelFuture connected) -> connected(connected, connection));
  }

  private void connected(ChannelFuture connected, Connection connection) {
    var failure = connected.cause();
    if (failure != null) {
      if (tried < Math.min(addresses.size(), MAX_ADDRESSES)) {
        next();
      } else {
        pool.connectFailed(reason(failure), failure instanceof ConnectTimeoutException, owner);
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
                pool.connectFailed(Tls.reason(shaken.cause()), false, owner);
              }
            });
  }

  private void ready(Connection connection) {
    connection.ready();
    pool.connected(connection, owner);
  }

  private String reason(Throwable failure) {
    if (failure instanceof ConnectTimeoutException) {
      return "connect timed out after "
          + TimeUnit.NANOSECONDS.toMillis(host.options.connectTimeout())
          + "ms";
    }
    if (failure instanceof NoRouteToHostException) {
      return "no route to the backend";
    }
    if (failure instanceof ConnectException
        && String.valueOf(failure.getMessage()).contains("refused")) {
      return "connection refused";
    }
    return "connect failed: " + failure.getClass().getSimpleName();
  }
}
