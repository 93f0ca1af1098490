package io.serai.bench;

import io.netty.buffer.ByteBuf;

/** Who waits for parts; told on the loop. */
interface Arrivals {
  /** The part is there; the receiver releases it. */
  void arrived(int part, ByteBuf body);

  void failed();
}
