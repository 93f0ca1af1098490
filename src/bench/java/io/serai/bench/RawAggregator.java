package io.serai.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
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
import java.nio.charset.StandardCharsets;

/**
 * What one would write by hand for this one page: three calls, the bodies spliced into one buffer,
 * no routes, no deadlines, no header rules, no metrics. The floor of what Netty can do.
 */
public final class RawAggregator {
  private static final String PREFIX = "/products/";
  private static final byte[][] NAMES = {
    "{\"catalog\":".getBytes(StandardCharsets.UTF_8),
    ",\"stock\":".getBytes(StandardCharsets.UTF_8),
    ",\"reviews\":".getBytes(StandardCharsets.UTF_8)
  };
  private static final String[] PATHS = {"/catalog/items/", "/stock/items/", "/reviews/items/"};

  private RawAggregator() {}

  /** Takes the port to listen on, the backends' port, and whether parts are validated. */
  public static void main(String... args) throws InterruptedException {
    int port = Integer.parseInt(args[0]);
    int backend = Integer.parseInt(args[1]);
    boolean validate = Boolean.parseBoolean(args[2]);
    var loop = Transport.oneLoop();
    var upstreams = new RawUpstreams(loop, backend, validate);
    new ServerBootstrap()
        .group(loop)
        .channel(Transport.server())
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new HttpServerCodec(decoding()), new Front(upstreams));
              }
            })
        .bind("127.0.0.1", port)
        .sync();
  }

  static HttpDecoderConfig decoding() {
    return new HttpDecoderConfig()
        .setHeadersFactory(DefaultHttpHeadersFactory.headersFactory().withValidation(false));
  }

  private static final class Front extends SimpleChannelInboundHandler<HttpObject> {
    private final RawUpstreams upstreams;

    Front(RawUpstreams upstreams) {
      this.upstreams = upstreams;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
      if (message instanceof HttpRequest request) {
        var uri = request.uri();
        if (!uri.startsWith(PREFIX)) {
          answer(context, HttpResponseStatus.NOT_FOUND, context.alloc().buffer(0));
          return;
        }
        var id = uri.substring(PREFIX.length());
        var page = new Page(context);
        for (int i = 0; i < PATHS.length; i++) {
          upstreams.call(PATHS[i] + id, page, i);
        }
      }
    }
  }

  /** One answer in the making; confined to the loop. */
  static final class Page {
    private final ChannelHandlerContext client;
    private final ByteBuf[] bodies = new ByteBuf[NAMES.length];
    private int outstanding = NAMES.length;
    private boolean failed;

    Page(ChannelHandlerContext client) {
      this.client = client;
    }

    void arrived(int part, ByteBuf body) {
      bodies[part] = body;
      ended();
    }

    void failed() {
      failed = true;
      ended();
    }

    private void ended() {
      if (--outstanding > 0) {
        return;
      }
      int size = 1;
      for (int i = 0; i < NAMES.length; i++) {
        size += NAMES[i].length + (bodies[i] == null ? 0 : bodies[i].readableBytes());
      }
      var whole = client.alloc().ioBuffer(size);
      for (int i = 0; i < NAMES.length; i++) {
        if (bodies[i] != null) {
          whole.writeBytes(NAMES[i]).writeBytes(bodies[i]);
          bodies[i].release();
        }
      }
      whole.writeByte('}');
      answer(client, failed ? HttpResponseStatus.BAD_GATEWAY : HttpResponseStatus.OK, whole);
    }
  }

  private static void answer(
      ChannelHandlerContext client, HttpResponseStatus status, ByteBuf body) {
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
}
