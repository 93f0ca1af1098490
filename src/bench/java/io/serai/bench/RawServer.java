package io.serai.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.util.function.BiConsumer;

/** The least of a server by hand: one loop, a path in, a body out. */
final class RawServer {
  private RawServer() {}

  static void start(EventLoopGroup loop, int port, BiConsumer<ChannelHandlerContext, String> onPath)
      throws InterruptedException {
    new ServerBootstrap()
        .group(loop)
        .channel(Transport.server())
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new HttpServerCodec(decoding()), new Front(onPath));
              }
            })
        .bind("127.0.0.1", port)
        .sync();
  }

  static HttpDecoderConfig decoding() {
    return new HttpDecoderConfig()
        .setHeadersFactory(DefaultHttpHeadersFactory.headersFactory().withValidation(false));
  }

  static void answer(ChannelHandlerContext client, HttpResponseStatus status, ByteBuf body) {
    var answer =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            status,
            body,
            DefaultHttpHeadersFactory.headersFactory().withValidation(false),
            DefaultHttpHeadersFactory.trailersFactory());
    answer.headers().set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
    answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
    client.writeAndFlush(answer, client.voidPromise());
  }

  private static final class Front extends SimpleChannelInboundHandler<HttpObject> {
    private final BiConsumer<ChannelHandlerContext, String> onPath;

    Front(BiConsumer<ChannelHandlerContext, String> onPath) {
      this.onPath = onPath;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
      if (message instanceof HttpRequest request) {
        onPath.accept(context, request.uri());
      }
    }
  }
}
