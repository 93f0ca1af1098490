package io.serai.backend;

/**
 * How connections to one URL are kept. Times in nanoseconds.
 *
 * @param trust a PEM file, empty for the JDK's trust store
 * @param cert a PEM file, empty for no client certificate
 * @param stamp changes when one of the PEM files does
 */
record HostOptions(
    int maxConnections,
    int maxQueue,
    long queueTimeout,
    long connectTimeout,
    long idleTimeout,
    long maxLifetime,
    String trust,
    String cert,
    String key,
    long stamp) {

  static HostOptions read(Texts texts) {
    var trust = texts.get("tls.trust", "");
    var cert = texts.get("tls.cert", "");
    var key = texts.get("tls.key", "");
    return new HostOptions(
        texts.count("maxConnections", 256),
        texts.count("maxQueue", 1024),
        texts.nanos("queueTimeout", "500ms"),
        texts.nanos("connectTimeout", "500ms"),
        texts.nanos("idleTimeout", "30s"),
        texts.nanos("maxLifetime", "10m"),
        trust,
        cert,
        key,
        31 * (31 * stamp(trust) + stamp(cert)) + stamp(key));
  }

  private static long stamp(String file) {
    return file.isEmpty() ? 0 : new java.io.File(file).lastModified();
  }
}
