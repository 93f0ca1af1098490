package io.serai.entry.batch;

/**
 * An item that is no request: its status is a 400 with this. Says nothing that the client wrote but
 * names of headers, since it goes to the log.
 */
final class Unfit extends Exception {
  private static final long serialVersionUID = 1;

  Unfit(String why) {
    super(why, null, false, false);
  }

  String why() {
    return String.valueOf(getMessage());
  }
}
