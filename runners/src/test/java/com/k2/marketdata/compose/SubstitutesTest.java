package com.k2.marketdata.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paths and hosts are replaced where they are meant, in commands, variables and files. */
class SubstitutesTest {
  private static final Substitutes SUBSTITUTES =
      new Substitutes(
          Map.of("/tmp", "/tmp/a", "/opt/k2", "/tmp/b", "/opt/k2/k2.jar", "/jar"),
          Map.of("kafka", "127.1.1.1", "store:9000", "127.0.0.1:5", "spark-master", "127.1.1.2"),
          "127.1.1.9");

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "/opt/k2/start; /tmp/b/start",
        "spark.driver.extraClassPath /opt/k2/k2.jar; spark.driver.extraClassPath /jar",
        "--healthFile=/tmp/k2.health; --healthFile=/tmp/a/k2.health",
        "/var/tmp; /var/tmp",
        "kafka:9092; 127.1.1.1:9092",
        "--bootstrapServers=kafka:9092; --bootstrapServers=127.1.1.1:9092",
        ": < /dev/tcp/kafka/9092; : < /dev/tcp/127.1.1.1/9092",
        "/opt/kafka/bin; /opt/kafka/bin",
        "spark-master; 127.1.1.2",
        "spark://spark-master:7077; spark://127.1.1.2:7077",
        "s3.endpoint=http://store:9000; s3.endpoint=http://127.0.0.1:5",
        "http://store:9001; http://store:9001",
        "1@localhost:9093; 1@127.1.1.9:9093",
        "listeners=A://:9092,B://:9094; listeners=A://127.1.1.9:9092,B://127.1.1.9:9094",
      })
  void pathsAndHostsAreReplaced(String text, String expected) {
    assertThat(SUBSTITUTES.in(text)).isEqualTo(expected);
  }
}
