package io.serai.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** Each {@link Shape} as one would write it by hand, every part validated. */
public final class RawShapes {
  private static final byte[][] THREE = names(3);

  private RawShapes() {}

  /** Takes the port to listen on and the backends' port. */
  public static void main(String... args) throws InterruptedException {
    var loop = Transport.oneLoop();
    var upstreams = new RawUpstreams(loop, Integer.parseInt(args[1]), true);
    var pages = new HashMap<String, BiConsumer<ChannelHandlerContext, String>>();
    for (var fan : Shape.fans()) {
      var names = names(fan.calls);
      pages.put(fan.path(), (client, id) -> fan(upstreams, client, id, names));
    }
    pages.put(Shape.SEQUENCE.path(), (client, id) -> new Sequence(client, upstreams, id).start());
    pages.put(Shape.MIXED.path(), (client, id) -> mixed(upstreams, client, id));
    pages.put(
        Shape.SPLIT.path(),
        (client, id) -> upstreams.call("/orders/list/" + id, new RawJoin(client, upstreams), 0));
    pages.put(
        Shape.SHAPED.path(),
        (client, id) -> calls(upstreams, new RawShaped(client, THREE), id, THREE.length));
    serve(loop, Integer.parseInt(args[0]), pages);
  }

  private static void serve(
      io.netty.channel.EventLoopGroup loop,
      int port,
      Map<String, BiConsumer<ChannelHandlerContext, String>> pages)
      throws InterruptedException {
    RawServer.start(
        loop,
        port,
        (client, path) -> {
          var page = pages.get(path);
          if (page == null) {
            RawServer.answer(client, HttpResponseStatus.NOT_FOUND, client.alloc().buffer(0));
          } else {
            page.accept(client, path.substring(path.lastIndexOf('/') + 1));
          }
        });
  }

  private static byte[][] names(int parts) {
    var names = new byte[parts][];
    for (int i = 0; i < parts; i++) {
      names[i] = ((i == 0 ? "{" : ",") + "\"p" + i + "\":").getBytes(StandardCharsets.UTF_8);
    }
    return names;
  }

  private static void calls(RawUpstreams upstreams, Arrivals page, String id, int calls) {
    for (int i = 0; i < calls; i++) {
      upstreams.call("/" + Shape.call(i) + "/items/" + id, page, i);
    }
  }

  private static void fan(
      RawUpstreams upstreams, ChannelHandlerContext client, String id, byte[][] names) {
    calls(upstreams, new RawPage(client, names), id, names.length);
  }

  private static void mixed(RawUpstreams upstreams, ChannelHandlerContext client, String id) {
    var page =
        new RawPage(client, THREE) {
          @Override
          public void arrived(int part, ByteBuf body) {
            if (part == 0) {
              upstreams.call("/reviews/items/" + text(body, "\"sku\":\""), this, 2);
            }
            super.arrived(part, body);
          }
        };
    calls(upstreams, page, id, 2);
  }

  /** What stands between the mark and the next quote. */
  private static String text(ByteBuf body, String mark) {
    var all = body.toString(StandardCharsets.UTF_8);
    int from = all.indexOf(mark) + mark.length();
    return all.substring(from, all.indexOf('"', from));
  }

  private static final class Sequence extends RawPage {
    private final RawUpstreams upstreams;
    private final String id;

    Sequence(ChannelHandlerContext client, RawUpstreams upstreams, String id) {
      super(client, THREE);
      this.upstreams = upstreams;
      this.id = id;
    }

    void start() {
      upstreams.call("/catalog/items/" + id, this, 0);
    }

    @Override
    public void arrived(int part, ByteBuf body) {
      super.arrived(part, body);
      if (part + 1 < THREE.length) {
        upstreams.call("/" + Shape.call(part + 1) + "/items/" + id, this, part + 1);
      }
    }
  }
}
