package io.serai.examples;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultExchange;

/** What Camel's {@code platform-http} asks of a platform, without a socket. */
final class PlainPlatform implements PlatformHttpEngine {

  /** What came back. */
  record Answer(int status, String body) {}

  private final List<Door> doors = new ArrayList<>();

  @Override
  public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
    var door = new Door(endpoint, processor);
    doors.add(door);
    return door;
  }

  @Override
  public int getServerPort() {
    return 0;
  }

  Answer call(CamelContext context, Example.Call call) throws Exception {
    var uri = URI.create(call.path());
    var answer = new Answer(404, "");
    for (var door : doors) {
      if (door.leadsTo(uri.getPath())) {
        if (door.takes(call.method())) {
          return door.enter(context, call, uri);
        }
        answer = new Answer(405, "");
      }
    }
    return answer;
  }

  private static final class Door extends DefaultConsumer implements PlatformHttpConsumer {
    Door(PlatformHttpEndpoint endpoint, Processor processor) {
      super(endpoint, processor);
    }

    @Override
    public PlatformHttpEndpoint getEndpoint() {
      return (PlatformHttpEndpoint) super.getEndpoint();
    }

    boolean leadsTo(String path) {
      return Pattern.matches(getEndpoint().getPath().replaceAll("\\{\\w+}", "[^/]+"), path);
    }

    boolean takes(String method) {
      var only = getEndpoint().getHttpMethodRestrict();
      return only == null || List.of(only.split(",", -1)).contains(method);
    }

    Answer enter(CamelContext context, Example.Call call, URI uri) throws Exception {
      var exchange = new DefaultExchange(context);
      var message = exchange.getMessage();
      message.setBody(call.body());
      var names = getEndpoint().getPath().split("/", -1);
      var values = uri.getPath().split("/", -1);
      for (int i = 0; i < names.length; i++) {
        if (names[i].startsWith("{")) {
          message.setHeader(names[i].replaceAll("[{}]", ""), values[i]);
        }
      }
      for (var pair : uri.getQuery() == null ? new String[0] : uri.getQuery().split("&", -1)) {
        message.setHeader(pair.replaceFirst("=.*", ""), pair.replaceFirst("[^=]*=", ""));
      }
      getProcessor().process(exchange);
      if (exchange.getException() != null) {
        throw exchange.getException();
      }
      var status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 200, int.class);
      var body = exchange.getMessage().getBody(String.class);
      return new Answer(status, body == null ? "" : body);
    }
  }
}
