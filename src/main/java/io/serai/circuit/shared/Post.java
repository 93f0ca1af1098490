package io.serai.circuit.shared;

/** Sends to other members; what is lost is lost. */
interface Post {
  void toAll(Message message);

  void to(String memberId, Message message);
}
