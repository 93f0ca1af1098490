package io.serai.launcher;

import io.serai.aggregate.ApartKeys;
import io.serai.backend.BackendKeys;
import io.serai.backend.CircuitKeys;
import io.serai.backend.ConcurrencyKeys;
import io.serai.circuit.SharingKeys;
import io.serai.cluster.ClusterKeys;
import io.serai.entry.ListenerSettings;
import io.serai.jq.JqKeys;
import io.serai.manage.ManageKeys;
import io.serai.routes.RoutesKeys;
import io.serai.schema.SchemaKeys;
import io.serai.settings.Key;
import java.util.ArrayList;
import java.util.List;

/**
 * Every setting of the house: each floor declares what it reads, here they come together. Verbs
 * load this, so a floor's keys stand in a class that needs neither Netty nor Camel.
 */
final class KnownKeys {

  private KnownKeys() {}

  static List<Key<?>> all() {
    var all = new ArrayList<Key<?>>();
    all.addAll(ListenerSettings.KEYS);
    all.addAll(BackendKeys.KEYS);
    all.addAll(CircuitKeys.KEYS);
    all.addAll(ConcurrencyKeys.KEYS);
    all.addAll(SharingKeys.KEYS);
    all.addAll(JqKeys.KEYS);
    all.addAll(SchemaKeys.KEYS);
    all.addAll(RoutesKeys.KEYS);
    all.addAll(ManageKeys.KEYS);
    all.addAll(ClusterKeys.KEYS);
    all.addAll(ApartKeys.KEYS);
    all.addAll(Shutdown.KEYS);
    all.addAll(Rehearsal.KEYS);
    return all;
  }
}
