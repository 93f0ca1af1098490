package io.serai.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SortedSet;
import java.util.TreeSet;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JmxNamesTest {
  @TempDir Path base;

  @Test
  void staySameOverGenerations() throws Exception {
    try (var instance = new Instance(base)) {
      instance.answer("shelf", "/a", "x");
      instance.start();
      await().until(() -> names().stream().anyMatch(name -> name.contains("type=routes")));
      var before = settled();
      assertThat(before).contains("org.apache.camel:context=shelf,type=context,name=\"shelf\"");
      for (int i = 0; i < 3; i++) {
        instance.answer("shelf", "/a", "y" + i);
        instance.units.reload();
        instance.platform.call("/a");
      }
      assertThat(settled()).isEqualTo(before);
      assertThat(calls()).isEqualTo(1);
      java.nio.file.Files.delete(instance.conf.resolve("shelf.camel.yaml"));
      instance.answer("other", "/b", "x");
      instance.units.reload();
      await().until(() -> names().isEmpty());
    }
  }

  private static SortedSet<String> settled() throws Exception {
    var last = new TreeSet<String>();
    await()
        .during(Duration.ofMillis(400))
        .until(
            () -> {
              var now = names();
              boolean same = now.equals(last);
              last.clear();
              last.addAll(now);
              return same;
            });
    return last;
  }

  private static SortedSet<String> names() throws Exception {
    var names = new TreeSet<String>();
    for (var name :
        ManagementFactory.getPlatformMBeanServer()
            .queryNames(new ObjectName("org.apache.camel:context=shelf,*"), null)) {
      names.add(name.toString());
    }
    return names;
  }

  /** Of the live generation alone: the old one's counters went with it. */
  private static long calls() throws Exception {
    return (Long)
        ManagementFactory.getPlatformMBeanServer()
            .getAttribute(
                new ObjectName("org.apache.camel:context=shelf,type=routes,name=\"shelf-route\""),
                "ExchangesTotal");
  }
}
