package io.serai.cluster;

/**
 * Sends to the receivers of the same name on other members. Fire and forget, callable from any
 * thread, event loops too: it never blocks and never throws. Messages of one sender arrive in order
 * and at most once; they are dropped while there is no cluster, if too much waits to be sent, and
 * if they are longer than {@value #MOST_BYTES} bytes.
 */
public interface Channel {
  int MOST_BYTES = 64 * 1024;

  /** To every other member, not to this one. The array belongs to the channel from now on. */
  void toAll(byte[] message);

  /** To one other member; an id that is not in the cluster, or this one's, is a message lost. */
  void to(String memberId, byte[] message);
}
