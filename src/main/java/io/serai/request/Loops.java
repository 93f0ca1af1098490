package io.serai.request;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollMode;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The event loops of the platform, shared by listener and backend connections and outliving every
 * reload. Native epoll where there is one, NIO elsewhere.
 *
 * @param group the loops
 * @param server the channel class that listens on them
 * @param client the channel class that connects on them
 * @param datagram the channel class for name look-ups on them
 * @param transport {@code epoll} or {@code nio}, for the log
 */
public record Loops(
    EventLoopGroup group,
    Class<? extends ServerSocketChannel> server,
    Class<? extends SocketChannel> client,
    Class<? extends DatagramChannel> datagram,
    String transport)
    implements AutoCloseable {
  private static final OneTurn TURNS = new OneTurn();
  private static final EpollMode LEVELS = EpollMode.LEVEL_TRIGGERED;

  /**
   * Starts the loops.
   *
   * @param count how many loops, at least 1
   */
  public static Loops start(int count) {
    var threads = new DefaultThreadFactory("serai-loop");
    if (Epoll.isAvailable()) {
      return new Loops(
          new EpollEventLoopGroup(count, threads),
          EpollServerSocketChannel.class,
          EpollSocketChannel.class,
          EpollDatagramChannel.class,
          "epoll");
    }
    return new Loops(
        new NioEventLoopGroup(count, threads),
        NioServerSocketChannel.class,
        NioSocketChannel.class,
        NioDatagramChannel.class,
        "nio");
  }

  /** Begins what connects on one of them. */
  public Bootstrap connecting(EventLoop loop) {
    var bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(client)
            .option(ChannelOption.RCVBUF_ALLOCATOR, TURNS)
            .option(ChannelOption.TCP_NODELAY, true);
    return isEpoll() ? bootstrap.option(EpollChannelOption.EPOLL_MODE, LEVELS) : bootstrap;
  }

  /** Begins what listens on all of them. */
  public ServerBootstrap listening() {
    var bootstrap =
        new ServerBootstrap()
            .group(group)
            .channel(server)
            .childOption(ChannelOption.RCVBUF_ALLOCATOR, TURNS)
            .childOption(ChannelOption.TCP_NODELAY, true);
    return isEpoll() ? bootstrap.childOption(EpollChannelOption.EPOLL_MODE, LEVELS) : bootstrap;
  }

  private boolean isEpoll() {
    return EpollSocketChannel.class.isAssignableFrom(client);
  }

  /** Any one of them, for work that came in on none. */
  public EventLoop next() {
    return group.next();
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
