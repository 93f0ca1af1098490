package io.serai.request;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way back to the head of the walk: a request that has others in its body sends them in one by
 * one, and each passes everything that it would have passed if its client had sent it alone.
 *
 * <p>Confined to the loop of the request that holds them.
 */
public interface Dispatch {

  /**
   * A request out of another one's body. What of its headers isn't its own is the other one's.
   *
   * @param number its place in there, from 1; what follows the outer id in its own
   * @param target a path, with its query if it has one; anything else is its 400
   * @param headers its own, names and values in turn
   * @param body empty for none
   * @param latest by when it is answered, however long its route may take
   */
  @SuppressWarnings("ArrayRecordComponent") // made once per request, never compared
  record Inner(
      int number,
      String method,
      String target,
      List<String> headers,
      byte[] body,
      Deadline latest) {}

  /**
   * What came of it.
   *
   * @param status 200 to 599
   * @param headers names and values in turn, as a client would get to see them
   * @param body empty for none
   */
  @SuppressWarnings("ArrayRecordComponent") // made once per request, never compared
  record Reply(int status, List<String> headers, byte[] body) {
    /** The first header of that name, or null. */
    public @Nullable String header(String lowerCaseName) {
      for (int i = 0; i < headers.size(); i += 2) {
        if (headers.get(i).toLowerCase(Locale.ROOT).equals(lowerCaseName)) {
          return headers.get(i + 1);
        }
      }
      return null;
    }
  }

  /**
   * Sends one in.
   *
   * @param done gets the reply, once, maybe before this method returns; never after a cancel
   * @return cancels it, as its client's leaving would: reads end, writes go on as their route says
   */
  Runnable send(Inner inner, Consumer<Reply> done);

  /**
   * The reply to one that can't be sent in; counted and logged as any other that is refused.
   *
   * @param detail without anything that the client wrote, since it goes to the log
   */
  Reply refuse(int number, int status, String detail);

  /** The correlation id of the one with that number. */
  String id(int number);

  /**
   * How much the client of the whole likes a media type, RFC 9110 section 12.4.2: from 0, not at
   * all, to 1. Without an {@code Accept} header it likes all the same.
   *
   * @param mediaType such as {@code application/json}
   */
  double likes(String mediaType);
}
