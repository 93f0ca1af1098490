package io.serai.aggregate;

import org.apache.camel.Navigate;
import org.apache.camel.Processor;
import org.apache.camel.Traceable;
import org.apache.camel.processor.BaseProcessorSupport;
import org.apache.camel.spi.IdAware;
import org.apache.camel.spi.RouteIdAware;

/** An EIP of ours in a route: what Camel asks each for, of its kind, id and place. */
abstract class EipStep extends BaseProcessorSupport
    implements Navigate<Processor>, Traceable, IdAware, RouteIdAware {
  final String kind;
  private String id;
  private String routeId = "";

  /**
   * As yet without an id.
   *
   * @param kind as route files call it
   */
  EipStep(String kind) {
    this.kind = kind;
    this.id = kind;
  }

  @Override
  public final boolean hasNext() {
    return true;
  }

  @Override
  public final String getTraceLabel() {
    return kind;
  }

  @Override
  public final String getId() {
    return id;
  }

  @Override
  public final void setId(String id) {
    this.id = id;
  }

  @Override
  public final String getRouteId() {
    return routeId;
  }

  @Override
  public final void setRouteId(String routeId) {
    this.routeId = routeId;
  }

  @Override
  public final String toString() {
    return id;
  }
}
