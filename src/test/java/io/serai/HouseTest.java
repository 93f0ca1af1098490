package io.serai;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.ClassesShouldConjunction;

/** The stairs of the house: imports run down, and packages of one floor don't know each other. */
@AnalyzeClasses(packages = "io.serai", importOptions = DoNotIncludeTests.class)
class HouseTest {

  /** The ground knows nothing of the house, so that it can be understood and tested alone. */
  @ArchTest static final ArchRule settings = only("settings");

  /** As above. */
  @ArchTest static final ArchRule json = only("json");

  /** Gateways talk to each other, whatever about; only their settings are known. */
  @ArchTest static final ArchRule cluster = only("cluster", "settings");

  /** Whoever speaks to Hazelcast past the package could wait for it, or trust what it brings. */
  @ArchTest
  static final ArchRule hazelcastOnlyInCluster =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.serai.cluster..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.hazelcast..");

  /** What a request carries must not know who carries it. */
  @ArchTest static final ArchRule request = only("request", "settings", "json");

  /**
   * A language knows nothing of who speaks it, nor of the request: it is told what time is left.
   */
  @ArchTest static final ArchRule jq = only("jq", "settings", "json");

  /** A circuit doesn't know what is called through it, nor for which request: it is told. */
  @ArchTest static final ArchRule circuit = only("circuit", "cluster", "settings", "json");

  /** Holds bytes against a schema, whoever brought them. */
  @ArchTest static final ArchRule schema = only("schema", "settings", "json");

  /** Bodies in and bodies out, so that each parser can be proven, and fuzzed, alone. */
  @ArchTest static final ArchRule formats = only("formats", "json");

  /** One library each is known by one package, so that it can be replaced. */
  @ArchTest
  static final ArchRule xmlOnlyInFormats =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.serai.formats..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.ctc.wstx..", "org.codehaus.stax2..", "javax.xml.stream..");

  /** As above. */
  @ArchTest
  static final ArchRule schemaLibraries =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.serai.schema..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.networknt..", "com.google.re2j..");

  /** As above. */
  @ArchTest
  static final ArchRule resilience4jOnlyInCircuit =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.serai.circuit..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.github.resilience4j..");

  /** The listener doesn't know backends: a request may be answered without any. */
  @ArchTest
  static final ArchRule entry = only("entry", "request", "schema", "formats", "settings", "json");

  /** A call doesn't know who asked: a timer's route may. */
  @ArchTest
  static final ArchRule backend =
      only("backend", "request", "circuit", "schema", "formats", "settings", "json");

  /**
   * Merging is pure: parts come as outcomes, from wherever. What arrives apart is kept by the
   * cluster, as bytes under a key; who is in it isn't looked at.
   */
  @ArchTest
  static final ArchRule aggregate = only("aggregate", "request", "cluster", "settings", "json");

  /** Units put the floors below together; they don't know how they are started or watched. */
  @ArchTest
  static final ArchRule routes =
      only(
          "routes",
          "entry",
          "backend",
          "aggregate",
          "request",
          "circuit",
          "jq",
          "schema",
          "settings",
          "json");

  /** The roof reads what is below; only the launcher assembles. */
  @ArchTest
  static final ArchRule manage =
      only(
          "manage",
          "routes",
          "entry",
          "backend",
          "aggregate",
          "request",
          "cluster",
          "circuit",
          "jq",
          "schema",
          "settings",
          "json");

  /** Assembled everything, imported by none. */
  @ArchTest
  static final ArchRule launcher =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.serai.launcher..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.serai.launcher..");

  /** A name that says nothing hides a duty. */
  @ArchTest
  static final ArchRule speakingNames =
      noClasses()
          .should()
          .resideInAnyPackage("..util..", "..common..", "..impl..", "..manager..", "..helper..");

  /** One place to change when the library does. */
  @ArchTest
  static final ArchRule jacksonJqOnlyInJq =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.serai.jq..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("net.thisptr..");

  /** Merging opens no socket, so that it can be proven without one. */
  @ArchTest
  static final ArchRule noSocketsInAggregate =
      noClasses()
          .that()
          .resideInAPackage("io.serai.aggregate..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.net..", "io.netty.bootstrap..", "io.netty.handler..");

  private static ArchRule only(String floor, String... below) {
    var allowed = new String[below.length];
    for (int i = 0; i < below.length; i++) {
      allowed[i] = "io.serai." + below[i] + "..";
    }
    ClassesShouldConjunction rule =
        classes()
            .that()
            .resideInAPackage("io.serai." + floor + "..")
            .should()
            .onlyDependOnClassesThat(
                JavaClass.Predicates.resideOutsideOfPackage("io.serai..")
                    .or(JavaClass.Predicates.resideInAPackage("io.serai"))
                    .or(JavaClass.Predicates.resideInAPackage("io.serai." + floor + ".."))
                    .or(JavaClass.Predicates.resideInAnyPackage(allowed)));
    return rule;
  }
}
