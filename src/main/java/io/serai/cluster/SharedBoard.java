package io.serai.cluster;

import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A board that tells every decision to all members at once, and now and then the digest of what it
 * knows: who knows something else answers with all of it. So a message that got lost, a member that
 * comes later and two sides of a partition all end in the same facts.
 */
final class SharedBoard implements Board {
  private static final Logger LOG = LoggerFactory.getLogger(SharedBoard.class);

  private final String name;
  private final BoardListener listener;
  private final Lane lane;
  private final Channel others;
  private final Facts facts;

  /**
   * A board of that name.
   *
   * @param lane where the listener hears
   * @param others the boards of that name elsewhere
   */
  SharedBoard(String name, String self, BoardListener listener, Lane lane, Channel others) {
    this.name = name;
    this.listener = listener;
    this.lane = lane;
    this.others = others;
    facts = new Facts(self, Clock.systemUTC());
  }

  @Override
  public synchronized void put(String key, byte[] value) {
    int size = key.length() + value.length;
    int keys = 1;
    for (var held : facts.values().entrySet()) {
      if (!held.getKey().equals(key)) {
        size += held.getKey().length() + held.getValue().length;
        keys++;
      }
    }
    if (size > Channel.MOST_BYTES || keys > MOST_KEYS) {
      throw new IllegalStateException("board " + name + ": no room for " + key);
    }
    decided(key, value.clone());
  }

  @Override
  public synchronized void remove(String key) {
    if (facts.has(key)) {
      decided(key, null);
    }
  }

  @Override
  public synchronized Map<String, byte[]> all() {
    return facts.values();
  }

  private void decided(String key, byte @Nullable [] value) {
    var fact = facts.decide(key, value);
    tell(key, value);
    others.toAll(BoardMessage.facts(Map.of(key, fact)));
  }

  /** To one member that has come, or to all with an empty id: what is known here, in short. */
  synchronized void compare(String memberId) {
    var digest = BoardMessage.digest(facts.digest());
    if (memberId.isEmpty()) {
      others.toAll(digest);
    } else {
      others.to(memberId, digest);
    }
  }

  synchronized void received(Member from, byte[] bytes) {
    try {
      var message = BoardMessage.read(bytes);
      if (message.isDigest()) {
        if (message.digest() != facts.digest()) {
          others.to(from.id(), BoardMessage.facts(facts.all()));
        }
        return;
      }
      message
          .facts()
          .forEach(
              (key, fact) -> {
                if (facts.learn(key, fact)) {
                  tell(key, fact.value());
                }
              });
    } catch (IOException e) {
      LOG.warn("board {}: a message from {} was dropped: {}", name, from.name(), e.getMessage());
    }
  }

  private void tell(String key, byte @Nullable [] value) {
    lane.run(
        () -> {
          if (value == null) {
            listener.removed(key);
          } else {
            listener.put(key, value);
          }
        });
  }
}
