package io.serai.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponseStatus;

/** One answer in the making: parts spliced under their names. Confined to the loop. */
class RawPage implements Arrivals {
  final ChannelHandlerContext client;
  private final byte[][] names;
  final ByteBuf[] bodies;
  private int outstanding;
  private boolean failed;

  /**
   * As the request arrives.
   *
   * @param names what stands before each part's value: {@code ,"name":}
   */
  RawPage(ChannelHandlerContext client, byte[][] names) {
    this.client = client;
    this.names = names;
    bodies = new ByteBuf[names.length];
    outstanding = names.length;
  }

  @Override
  public void arrived(int part, ByteBuf body) {
    bodies[part] = body;
    ended();
  }

  @Override
  public final void failed() {
    failed = true;
    ended();
  }

  private void ended() {
    if (--outstanding > 0) {
      return;
    }
    int size = 1;
    for (int i = 0; i < names.length; i++) {
      size += names[i].length + (bodies[i] == null ? 0 : bodies[i].readableBytes());
    }
    var whole = client.alloc().ioBuffer(size);
    for (int i = 0; i < names.length; i++) {
      if (bodies[i] != null) {
        whole.writeBytes(names[i]).writeBytes(bodies[i]);
        bodies[i].release();
      }
    }
    whole.writeByte('}');
    RawServer.answer(
        client, failed ? HttpResponseStatus.BAD_GATEWAY : HttpResponseStatus.OK, whole);
  }
}
