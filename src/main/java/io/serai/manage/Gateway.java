package io.serai.manage;

import io.serai.settings.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The instance as an MBean. */
final class Gateway implements GatewayMXBean {
  private final Readings readings;
  private final Controls controls;

  Gateway(Readings readings, Controls controls) {
    this.readings = readings;
    this.controls = controls;
  }

  @Override
  public String getVersion() {
    return readings.version();
  }

  @Override
  public String getState() {
    return JsonNames.of(readings.readiness().get());
  }

  @Override
  public boolean isReady() {
    return readings.readiness().get() == Readiness.READY;
  }

  @Override
  public boolean isDraining() {
    return readings.readiness().get() == Readiness.DRAINING;
  }

  @Override
  public boolean isDegraded() {
    return readings.live().get().degraded();
  }

  @Override
  public List<String> getReasons() {
    return HealthPages.reasons(readings.readiness().get(), readings.live().get());
  }

  @Override
  public String getDigest() {
    return readings.live().get().digest();
  }

  @Override
  public String getRevision() {
    return readings.live().get().revision();
  }

  @Override
  public String getListener() {
    return readings.listener().get();
  }

  @Override
  public long getUptimeSeconds() {
    return Duration.between(readings.started(), Instant.now()).toSeconds();
  }

  @Override
  public Map<String, Long> getUnits() {
    return new LinkedHashMap<>(StatusPage.units(readings.live().get()));
  }

  @Override
  public long getRequests() {
    return TrafficFigures.requests(readings.traffic().get());
  }

  @Override
  public long getRequestsInFlight() {
    return readings.traffic().get().inFlight();
  }

  @Override
  public int getConnections() {
    return readings.traffic().get().connections();
  }

  @Override
  public void drain() {
    controls.drain();
  }

  @Override
  public void undrain() {
    controls.undrain();
  }

  @Override
  public List<String> reload() {
    return lines(controls.reload(false));
  }

  @Override
  public List<String> check() {
    return lines(controls.reload(true));
  }

  private static List<String> lines(Controls.Reloaded reloaded) {
    return reloaded.problems().stream().map(Problem::toString).toList();
  }
}
