package io.serai.backend;

import io.serai.request.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code backend:<name>/<path>} with its parameters. */
public final class BackendEndpoint extends DefaultEndpoint {
  private static final Logger LOG = LoggerFactory.getLogger(BackendEndpoint.class);

  private final Backends backends;
  private final String name;
  private final Template path;
  private final Map<String, String> parameters;
  private final Contract contract;
  private volatile CallPlan plan;

  BackendEndpoint(
      String uri, BackendComponent component, String name, String path, Map<String, String> own) {
    super(uri, component);
    this.backends = component.backends();
    this.name = name;
    this.path = Template.parsePath(path);
    this.parameters = Map.copyOf(own);
    this.contract = Contract.read(component.getCamelContext(), own.get("schema"));
    this.plan = plan(backends.called(name, component));
  }

  /** The plan under the settings as they are now. */
  CallPlan plan() {
    var current = backends.get(name);
    if (current == null || current == plan.backend()) {
      return plan; // Gone, it is called by what is still under way in a context that has stopped.
    }
    return renew(current);
  }

  private synchronized CallPlan renew(Backend current) {
    if (plan.backend() != current) {
      try {
        plan = plan(current);
      } catch (IllegalArgumentException e) {
        LOG.error(
            "{}: {}; its calls keep their former parameters", getEndpointUri(), e.getMessage());
        plan = new CallPlan(current, plan.options(), path, plan.fallback(), plan.contract());
      }
    }
    return plan;
  }

  private CallPlan plan(Backend backend) {
    var options = CallOptions.read(new Texts(parameters, "", backend.texts()));
    var fallback = Fallback.read(getCamelContext(), options.fallback());
    return new CallPlan(backend, options, path, fallback, contract);
  }

  /** The backend's name. */
  public String backend() {
    return name;
  }

  /** Its URLs as the settings have them now, with a space between. */
  public String urls() {
    return plan().backend().circuits().urls();
  }

  /** The part's name, empty for none. */
  public String part() {
    return plan().options().as();
  }

  /** Everything it refers to, for checks and for what a branch waits for. */
  public List<Template.Reference> references() {
    var options = plan().options();
    var all = new ArrayList<>(path.references());
    if (options.query() != null) {
      all.addAll(options.query().references());
    }
    options.requestHeaders().added().forEach(added -> all.addAll(added.value().references()));
    if (options.body() != null) {
      all.addAll(options.body().references());
    }
    if (options.form() != null) {
      all.addAll(options.form().references());
    }
    return all;
  }

  @Override
  public Producer createProducer() {
    return new BackendProducer(this, backends);
  }

  @Override
  public Consumer createConsumer(Processor processor) {
    throw new UnsupportedOperationException(
        "backend: can't stand in from: (expected: gateway:, timer: or another consumer)");
  }
}
