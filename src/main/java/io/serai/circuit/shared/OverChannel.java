package io.serai.circuit.shared;

import io.serai.cluster.Channel;

/** Messages as bytes over a channel of the cluster. */
record OverChannel(Channel channel) implements Post {

  @Override
  public void toAll(Message message) {
    channel.toAll(Wire.bytes(message));
  }

  @Override
  public void to(String memberId, Message message) {
    channel.to(memberId, Wire.bytes(message));
  }
}
