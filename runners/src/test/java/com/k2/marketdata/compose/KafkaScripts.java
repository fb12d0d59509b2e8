package com.k2.marketdata.compose;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Kafka's scripts, which Maven does not have: they start the same classes by {@code java}. */
final class KafkaScripts {
  private static final String LOG =
      "-Dlog4j2.configurationFile=classpath:com/k2/marketdata/stack/broker-log4j2.properties";

  private KafkaScripts() {}

  /** Writes the scripts into the folder {@code bin}. The variable CLASSPATH must have Kafka. */
  static void write(Path home) {
    write(home, "kafka-storage.sh", "-Xmx128m -XX:TieredStopAtLevel=1 kafka.tools.StorageTool");
    write(home, "kafka-server-start.sh", "$KAFKA_HEAP_OPTS kafka.Kafka");
    write(
        home,
        "kafka-topics.sh",
        "$KAFKA_HEAP_OPTS -XX:TieredStopAtLevel=1 " + TopicsTool.class.getName());
  }

  private static void write(Path home, String name, String command) {
    Path script = home.resolve("bin").resolve(name);
    try {
      Files.createDirectories(script.getParent());
      Files.writeString(script, "#!/bin/bash\nexec java " + LOG + " " + command + " \"$@\"\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    script.toFile().setExecutable(true);
  }
}
