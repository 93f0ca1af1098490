package io.serai.circuit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What sharing sees and does of one circuit. Safe for threads, never blocks.
 *
 * <p>What is done here isn't told to the {@link Watcher}: it hears only of what the circuit did by
 * itself, or of what an operator forced on this node.
 */
public interface Breaker {

  /**
   * How long a share of the permission lasts, and how long an answer to {@link Watcher#wantsProbe}
   * may take, before the circuit helps itself.
   */
  Duration LEASE_TERM = Duration.ofSeconds(10);

  /**
   * A probe under way for longer is taken for lost. A circuit that judges by itself sends another
   * in its place a {@link #LEASE_TERM} later, and not before.
   */
  Duration LOST_PROBE = Duration.ofMinutes(1);

  /**
   * {@code backend:catalog}, {@code backend:catalog/host:port} or {@code <route id>/<node id>}. The
   * same on every node, and over reloads.
   */
  String name();

  /** A hash of options and URLs: circuits of one name and another fingerprint aren't the same. */
  String fingerprint();

  CircuitOptions options();

  State state();

  /** How often in a row it has opened; 0 while it is closed. */
  int attempt();

  Recent recent();

  /**
   * Opens it, or makes its wait that of a higher attempt. Nothing happens where it is forced, or
   * open for the same or a higher attempt.
   *
   * @param attempt how often in a row, from 1, for the growing wait
   * @param reason for the log
   */
  void open(int attempt, String reason);

  /**
   * The permission to probe, as asked for by {@link Watcher#wantsProbe}; more may be added while it
   * is half-open. Nothing happens where it is closed or forced.
   *
   * <p>At least {@link CircuitOptions#permittedNumberOfCallsInHalfOpenState()} probes are the whole
   * permission: the circuit judges them by itself and tells {@link Watcher#opened} or {@link
   * Watcher#closed}. Fewer are a share: each result goes to {@link Watcher#probed}, and the circuit
   * waits for {@link #open} or {@link #close}. Without either it is open again after {@link
   * #LEASE_TERM} and asks anew.
   *
   * @param probes from 1
   * @return how many of them it took; they may have set out and come back by then
   */
  int halfOpen(int probes);

  /**
   * A share of the permission lasts for another {@link #LEASE_TERM} from now.
   *
   * @return how many probes of it have not set out yet; 0 where it isn't half-open
   */
  int renew();

  /**
   * Takes back the probes that have not set out yet, as others ask for them. Where none has, it is
   * open again and asks anew with the next call. Where it judges by itself, it keeps what it has
   * once a probe has set out.
   *
   * @return how many; 0 where it isn't half-open
   */
  int handBack();

  /**
   * No permission now, as others hold it: stays open and asks again with the first call after the
   * pause. Nothing happens where it isn't open.
   */
  void askAgain(Duration pause);

  /** Closes it with an empty window. Nothing happens where it is closed or forced. */
  void close(String reason);

  /**
   * Holds it where an operator wants it, against everything else.
   *
   * @param forced {@link State#FORCED_OPEN} or {@link State#FORCED_CLOSED}; null: closed with an
   *     empty window, and free again
   * @param by who, for the log and the pages
   */
  void force(@Nullable State forced, String by);
}
