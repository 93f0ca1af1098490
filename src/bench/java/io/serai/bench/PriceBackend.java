package io.serai.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Prices one by one, {@code GET /prices/s7}, and many at a time, {@code POST /bulk}, the last first
 * so that a slice taken by position is somebody else's. Either takes the same time.
 */
final class PriceBackend {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long MILLIS = 2;

  private final LongAdder calls = new LongAdder();

  /** Listens until the loop ends. */
  void start(EventLoopGroup loop, int port) throws InterruptedException {
    new ServerBootstrap()
        .group(loop)
        .channel(Transport.server())
        .option(ChannelOption.SO_BACKLOG, 4096)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel
                    .pipeline()
                    .addLast(new HttpServerCodec(), new HttpObjectAggregator(1 << 20), new Asked());
              }
            })
        .bind("127.0.0.1", port)
        .sync();
  }

  /** Requests so far. */
  long calls() {
    return calls.sum();
  }

  /** What it says of one, and a caller is to get. */
  static String price(String sku) {
    return "{\"sku\":\"" + sku + "\",\"price\":" + sku.substring(1) + "}";
  }

  private final class Asked extends SimpleChannelInboundHandler<FullHttpRequest> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request)
        throws IOException {
      calls.increment();
      var uri = request.uri();
      var answer =
          uri.equals("/bulk")
              ? prices(JSON.readTree(request.content().toString(UTF_8)).path("skus"))
              : price(uri.substring(uri.lastIndexOf('/') + 1));
      var response =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1,
              HttpResponseStatus.OK,
              Unpooled.wrappedBuffer(answer.getBytes(UTF_8)));
      response
          .headers()
          .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
          .setInt(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
      context
          .executor()
          .schedule(
              () -> {
                context.writeAndFlush(response, context.voidPromise());
              },
              MILLIS,
              TimeUnit.MILLISECONDS);
    }

    private static String prices(JsonNode skus) {
      var all = new ArrayList<String>();
      skus.forEach(sku -> all.add(price(sku.textValue())));
      Collections.reverse(all);
      return "{\"prices\":[" + String.join(",", all) + "]}";
    }
  }
}
