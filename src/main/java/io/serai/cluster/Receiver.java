package io.serai.cluster;

/** Takes what other members sent. */
@FunctionalInterface
public interface Receiver {

  /** On the cluster's own single thread; must not block. What it throws is logged. */
  void received(Member from, byte[] message);
}
