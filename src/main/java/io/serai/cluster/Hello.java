package io.serai.cluster;

import org.jspecify.annotations.Nullable;

/** What members tell each other about themselves, on the channel without a name. */
enum Hello {
  /** I don't know whether you hear me: answer. */
  DO_YOU_HEAR_ME(1),
  /** I hear you. */
  I_HEAR_YOU(2),
  /** I am being stopped, and gone in a moment. */
  I_AM_LEAVING(3);

  private final byte number;

  Hello(int number) {
    this.number = (byte) number;
  }

  byte[] bytes() {
    return new byte[] {number};
  }

  /** Null for one of a later release; what follows the first byte is of one too. */
  static @Nullable Hello read(byte[] content) {
    for (var hello : values()) {
      if (content.length > 0 && content[0] == hello.number) {
        return hello;
      }
    }
    return null;
  }
}
