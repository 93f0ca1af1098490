package io.serai.launcher;

import java.lang.reflect.Proxy;

/**
 * What to do on a signal. {@code sun.misc.Signal} is the only way there is, and javac can't be told
 * not to warn of it, hence reflection.
 */
final class Signals {

  private Signals() {}

  /**
   * The name without SIG. On a system without that signal nothing happens.
   *
   * @return false where it never comes here: on such a system, with {@code -Xrs}, and where the
   *     process that started this one ignores it, as {@code nohup} does HUP
   */
  static boolean on(String name, Runnable action) {
    try {
      var signal = Class.forName("sun.misc.Signal");
      var handler = Class.forName("sun.misc.SignalHandler");
      var proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  action.run();
                }
                return null;
              });
      var before =
          signal
              .getMethod("handle", signal, handler)
              .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
      return before != handler.getField("SIG_IGN").get(null);
    } catch (ReflectiveOperationException e) {
      // A signal this system doesn't have, or one the JVM was told to keep (-Xrs).
      return false;
    }
  }
}
