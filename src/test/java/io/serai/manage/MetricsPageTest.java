package io.serai.manage;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.circuit.State;
import io.serai.entry.ListenerStats;
import io.serai.routes.LiveSet;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MetricsPageTest {
  private final FakeHouse house = new FakeHouse();
  private final ManagementServer server = open();
  private final RawHttp http = new RawHttp(server.address());

  private ManagementServer open() {
    try {
      return ManagementServer.open(
          new ManageSettings("127.0.0.1", 0, "", "", List.of()), "", house.readings(), house);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void countsRequestsByRouteAndStatus() throws IOException {
    assertThat(lines("/metrics"))
        .contains(
            "serai_requests_total{route=\"product-page\",status=\"2xx\",unit=\"product-page\"} 5.0",
            "serai_requests_total{route=\"product-page\",status=\"5xx\",unit=\"product-page\"} 2.0",
            "serai_requests_total{route=\"none\",status=\"4xx\",unit=\"none\"} 9.0",
            "serai_requests_in_flight 3.0",
            "serai_cluster_members 1.0",
            "serai_connections 12.0",
            "serai_malformed_requests_total 4.0",
            "serai_shed_total{reason=\"in_flight\"} 6.0",
            "serai_shed_total{reason=\"lag\"} 0.0",
            "serai_loop_lag_seconds 0.02",
            "serai_buffered_bytes 4096.0");
  }

  @Test
  void showsDurationsAsCumulativeBuckets() throws IOException {
    var labels = "route=\"product-page\",unit=\"product-page\"";
    assertThat(lines("/metrics"))
        .contains(
            "serai_request_duration_seconds_bucket{" + labels + ",le=\"" + bound(0) + "\"} 4",
            "serai_request_duration_seconds_bucket{" + labels + ",le=\"" + bound(1) + "\"} 7",
            "serai_request_duration_seconds_bucket{" + labels + ",le=\"+Inf\"} 8",
            "serai_request_duration_seconds_count{" + labels + "} 8",
            "serai_request_duration_seconds_sum{" + labels + "} 0.065");
  }

  @Test
  void countsCallsByBackendAndOutcome() throws IOException {
    assertThat(lines("/metrics"))
        .contains(
            "serai_backend_calls_total{backend=\"catalog\",outcome=\"success\"} 40.0",
            "serai_backend_calls_total{backend=\"catalog\",outcome=\"timeout\"} 2.0",
            "serai_backend_connections{backend=\"catalog\",state=\"busy\"} 1.0",
            "serai_backend_retries_total{backend=\"catalog\"} 6.0",
            "serai_backend_hosts{backend=\"catalog\",state=\"open\"} 1.0",
            "serai_backend_concurrency_limit{backend=\"catalog\"} 24.0",
            "serai_backend_concurrency_in_flight{backend=\"catalog\"} 23.0",
            "serai_backend_concurrency_turned_away_total{backend=\"catalog\"} 812.0",
            "serai_backend_hedges_total{backend=\"catalog\"} 8.0",
            "serai_backend_hedges_won_total{backend=\"catalog\"} 7.0",
            "serai_backend_call_duration_seconds_bucket{backend=\"catalog\",le=\"0.1\"} 41",
            "serai_backend_call_duration_seconds_count{backend=\"catalog\"} 43");
  }

  @Test
  void showsTheStateOfEachCircuitOnce() throws IOException {
    house.circuits =
        List.of(
            FakeHouse.circuit("backend:catalog", State.CLOSED),
            FakeHouse.circuit("backend:catalog", State.OPEN));
    assertThat(lines("/metrics"))
        .contains(
            "serai_circuit_state{circuit=\"backend:catalog\",state=\"open\"} 1.0",
            "serai_circuit_state{circuit=\"backend:catalog\",state=\"closed\"} 0.0",
            "serai_circuit_rejected_calls_total{circuit=\"backend:catalog\"} 7.0");
  }

  @Test
  void tellsWhatIsLiveAndHowItStands() throws IOException {
    assertThat(lines("/metrics"))
        .contains(
            "serai_live_digest_info{digest=\"d1gest\",revision=\"rev-7\"} 1",
            "serai_build_info{version=\"1.2.3\"} 1",
            "serai_units{state=\"live\"} 1.0",
            "serai_units{state=\"refused\"} 0.0",
            "serai_unit_generations_total{unit=\"product-page\"} 3.0",
            "serai_ready 1.0",
            "serai_degraded 0.0");
    house.live = FakeHouse.liveSet(LiveSet.State.REFUSED);
    house.readiness = Readiness.DRAINING;
    assertThat(lines("/metrics"))
        .contains(
            "serai_units{state=\"refused\"} 1.0",
            "serai_ready 0.0",
            "serai_draining 1.0",
            "serai_degraded 1.0");
  }

  @Test
  void showsTheJvmAndTheProcess() throws IOException {
    assertThat(http.get("/metrics").body())
        .contains(
            "jvm_memory_used_bytes{area=\"heap\"",
            "jvm_threads_live_threads",
            "process_uptime_seconds",
            "process_cpu_usage",
            "process_files_open_files");
  }

  @Test
  void speaksOpenMetricsToThoseWhoAskForIt() throws IOException {
    var plain = http.get("/metrics", "Accept: */*");
    assertThat(plain.head()).contains("text/plain; version=0.0.4");
    var open = http.get("/metrics", "Accept: application/openmetrics-text;version=1.0.0,*/*;q=0.1");
    assertThat(open.head()).contains("application/openmetrics-text; version=1.0.0");
    assertThat(open.body()).endsWith("# EOF\n");
  }

  private static double bound(int bucket) {
    return ListenerStats.BOUNDS_MICROS.get(bucket) / 1e6;
  }

  private List<String> lines(String path) throws IOException {
    return http.get(path).body().lines().toList();
  }
}
