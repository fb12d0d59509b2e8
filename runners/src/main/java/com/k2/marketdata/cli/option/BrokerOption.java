package com.k2.marketdata.cli.option;

import com.k2.marketdata.options.KafkaOptions;
import org.checkerframework.checker.nullness.qual.Nullable;
import picocli.CommandLine.Option;

/** The Kafka cluster, for commands that connect to one. */
public final class BrokerOption {
  @Option(
      names = {"--bootstrap", "--bootstrapServers"},
      paramLabel = "HOST:PORT",
      description = {
        "The Kafka bootstrap servers, comma separated.",
        "Default: the broker of the local stack, if it is running."
      })
  private @Nullable String bootstrap;

  @Option(
      names = "--kafkaConfig",
      paramLabel = "FILE",
      description = "A properties file with Kafka client settings.")
  private @Nullable String settings;

  /** Sets the options that were given. */
  public void applyTo(KafkaOptions options) {
    if (bootstrap != null) {
      options.setBootstrapServers(bootstrap);
    }
    if (settings != null) {
      options.setKafkaConfig(settings);
    }
  }
}
