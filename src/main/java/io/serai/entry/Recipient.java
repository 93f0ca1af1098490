package io.serai.entry;

/** Who gets the answer of a request: its connection, or what the request was inside of. */
interface Recipient {

  /** Takes it, unless there was one before; from any thread. */
  void answer(Visit visit, Answer answer);
}
