package io.serai.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Answers every GET with one of the parts, each after a while. */
final class SlowBackend {
  private static final ByteBuf ANSWER =
      Unpooled.unreleasableBuffer(
          Unpooled.copiedBuffer(
              "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                  + Part.CATALOG.getBytes(StandardCharsets.UTF_8).length
                  + "\r\n\r\n"
                  + Part.CATALOG,
              StandardCharsets.UTF_8));

  private SlowBackend() {}

  /** Listens until the loop ends; each answer takes between these milliseconds. */
  static void start(EventLoopGroup loop, int port, int least, int most)
      throws InterruptedException {
    new ServerBootstrap()
        .group(loop)
        .channel(Transport.server())
        .option(ChannelOption.SO_BACKLOG, 4096)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new Late(least, most));
              }
            })
        .bind("127.0.0.1", port)
        .sync();
  }

  /** One connection; a request ends at its first empty line. */
  private static final class Late extends SimpleChannelInboundHandler<ByteBuf> {
    private final int least;
    private final int most;
    private int matched;

    Late(int least, int most) {
      this.least = least;
      this.most = most;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
      while (bytes.isReadable()) {
        byte expected = (byte) (matched % 2 == 0 ? '\r' : '\n');
        byte next = bytes.readByte();
        matched = next == expected ? matched + 1 : next == '\r' ? 1 : 0;
        if (matched == 4) {
          matched = 0;
          answer(context);
        }
      }
    }

    private void answer(ChannelHandlerContext context) {
      long micros = ThreadLocalRandom.current().nextLong(1000L * least, 1000L * most + 1);
      if (micros == 0) {
        context.writeAndFlush(ANSWER.duplicate(), context.voidPromise());
        return;
      }
      context
          .executor()
          .schedule(
              () -> {
                context.writeAndFlush(ANSWER.duplicate(), context.voidPromise());
              },
              micros,
              TimeUnit.MICROSECONDS);
    }
  }
}
