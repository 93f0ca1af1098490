package io.serai.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.serai.json.JsonScan;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Keep-alive connections to the backends, all on the one loop. */
final class RawUpstreams {
  private final Bootstrap bootstrap;
  private final String host;
  private final boolean validate;
  private final ArrayDeque<Upstream> idle = new ArrayDeque<>();
  private final byte[] scratch = new byte[64 * 1024];

  RawUpstreams(EventLoopGroup loop, int port, boolean validate) {
    this.validate = validate;
    host = "127.0.0.1:" + port;
    bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(Transport.client())
            .option(ChannelOption.TCP_NODELAY, true)
            .remoteAddress("127.0.0.1", port)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            new HttpClientCodec(RawServer.decoding(), false, false),
                            new Upstream());
                  }
                });
  }

  void call(String path, Arrivals page, int part) {
    var upstream = idle.pollLast();
    if (upstream != null) {
      upstream.send(path, page, part);
      return;
    }
    bootstrap
        .connect()
        .addListener(
            (io.netty.channel.ChannelFuture connected) -> {
              if (connected.isSuccess()) {
                connected.channel().pipeline().get(Upstream.class).send(path, page, part);
              } else {
                page.failed();
              }
            });
  }

  private boolean valid(ByteBuf body) {
    int length = body.readableBytes();
    if (length > scratch.length) {
      return false;
    }
    body.getBytes(body.readerIndex(), scratch, 0, length);
    return JsonScan.check(scratch, 0, length) == JsonScan.VALID;
  }

  private final class Upstream extends SimpleChannelInboundHandler<HttpObject> {
    private @Nullable ChannelHandlerContext context;
    private @Nullable Arrivals page;
    private int part;
    private int status;
    private @Nullable ByteBuf body;

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
      context = added;
    }

    void send(String path, Arrivals forPage, int asPart) {
      if (context == null) {
        throw new IllegalStateException("not in a pipeline");
      }
      page = forPage;
      part = asPart;
      var request =
          new DefaultFullHttpRequest(
              HttpVersion.HTTP_1_1,
              HttpMethod.GET,
              path,
              Unpooled.EMPTY_BUFFER,
              DefaultHttpHeadersFactory.headersFactory().withValidation(false),
              DefaultHttpHeadersFactory.trailersFactory());
      request.headers().set(HttpHeaderNames.HOST, host);
      context.writeAndFlush(request, context.voidPromise());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
      if (message instanceof HttpResponse response) {
        status = response.status().code();
      }
      if (message instanceof HttpContent content) {
        var bytes = content.content();
        if (bytes.isReadable()) {
          body = body == null ? bytes.retain() : join(context, body, bytes);
        }
        if (message instanceof LastHttpContent) {
          ended();
        }
      }
    }

    private ByteBuf join(ChannelHandlerContext context, ByteBuf first, ByteBuf next) {
      var both = context.alloc().buffer(first.readableBytes() + next.readableBytes());
      both.writeBytes(first).writeBytes(next);
      first.release();
      return both;
    }

    private void ended() {
      var whole = body;
      var of = page;
      body = null;
      page = null;
      idle.addLast(this);
      if (of == null) {
        return;
      }
      if (status == 200 && whole != null && (!validate || valid(whole))) {
        of.arrived(part, whole);
      } else {
        if (whole != null) {
          whole.release();
        }
        of.failed();
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      idle.remove(this);
      if (page != null) {
        page.failed();
        page = null;
      }
    }
  }
}
