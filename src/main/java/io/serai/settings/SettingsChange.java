package io.serai.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/**
 * What differs between two readings of the settings.
 *
 * @param live keys whose new value is in force once the reading is; {@code my.*} and {@code
 *     camel.*} are among them
 * @param afterRestart keys whose new value waits for a restart
 */
public record SettingsChange(List<String> live, List<String> afterRestart) {

  public static SettingsChange between(Settings before, Settings after) {
    var index = new KeyIndex(after.known());
    var names = new TreeSet<>(before.written().keySet());
    names.addAll(after.written().keySet());
    var live = new ArrayList<String>();
    var afterRestart = new ArrayList<String>();
    for (var name : names) {
      if (Objects.equals(before.text(name), after.text(name))) {
        continue;
      }
      var key = index.find(name);
      boolean waits = key != null && key.reload() == Key.Reload.ON_RESTART;
      (waits ? afterRestart : live).add(name);
    }
    return new SettingsChange(List.copyOf(live), List.copyOf(afterRestart));
  }

  public boolean isEmpty() {
    return live.isEmpty() && afterRestart.isEmpty();
  }
}
