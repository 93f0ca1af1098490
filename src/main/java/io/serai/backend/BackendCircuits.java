package io.serai.backend;

import io.serai.circuit.Circuit;
import io.serai.circuit.Circuits;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The circuits of one backend: its own, which calls pass, and where there are several hosts one for
 * each, which attempts pass.
 *
 * @param own named {@code backend:<name>}
 * @param ofHosts named {@code backend:<name>/<host:port>}
 * @param rule what counts as a failure
 * @param urls as written, with a space between: the hosts of an SRV name may come and go, and be
 *     others for another gateway
 */
record BackendCircuits(Circuit own, List<Circuit> ofHosts, FailureRule rule, String urls) {

  /**
   * Those of a backend with these settings, and of its hosts.
   *
   * @throws IllegalArgumentException with name, value and what was expected
   */
  static BackendCircuits of(
      Circuits circuits, String name, Texts texts, List<Target> targets, Hosts hosts) {
    var options = CircuitKeys.read(texts);
    var rule = FailureRule.read(texts);
    var urls =
        targets.stream().map(target -> target.origin().url()).collect(Collectors.joining(" "));
    // What failed while there was none says nothing of those that come.
    var nowhere = hosts.isNowhere() ? " nowhere" : "";
    var own = circuits.shared("backend:" + name, options, rule.text() + " " + urls + nowhere);
    var ofHosts = new ArrayList<Circuit>();
    for (var host : hosts) {
      if (hosts.count() == 1) {
        host.guardedBy(null);
      } else {
        var place = host.origin.host() + ":" + host.origin.port();
        var more = rule.text() + " " + host.origin.url();
        var circuit = circuits.shared("backend:" + name + "/" + place, options, more);
        host.guardedBy(circuit);
        ofHosts.add(circuit);
      }
    }
    return new BackendCircuits(own, ofHosts, rule, urls);
  }

  /** Another's are in force now, maybe the same. */
  void release(Circuits circuits) {
    circuits.release(own);
    ofHosts.forEach(circuits::release);
  }
}
