package io.serai.manage;

import io.serai.aggregate.ApartStats;
import io.serai.backend.BackendStats;
import io.serai.circuit.CircuitStats;
import io.serai.circuit.shared.SharedView;
import io.serai.cluster.Cluster;
import io.serai.entry.ListenerStats;
import io.serai.routes.LiveSet;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * What is read from the floors below, each time somebody asks. All must be cheap, and callable from
 * any thread at any time between start and end.
 *
 * @param version of this program
 * @param started when the process began to serve
 * @param listener {@code host:port} as bound, empty until it is
 * @param traffic what came in
 * @param backends what went out, one per backend
 * @param circuits how they stand here
 * @param sharedCircuits how those of them that are shared stand in the cluster; none if alone
 * @param apart aggregations whose parts arrive apart
 * @param cluster the other gateways
 */
public record Readings(
    String version,
    Instant started,
    Supplier<String> listener,
    Supplier<Readiness> readiness,
    Supplier<LiveSet> live,
    Supplier<ListenerStats.Snapshot> traffic,
    Supplier<List<BackendStats>> backends,
    Supplier<List<CircuitStats>> circuits,
    Supplier<List<SharedView>> sharedCircuits,
    Supplier<ApartStats> apart,
    Cluster cluster) {}
