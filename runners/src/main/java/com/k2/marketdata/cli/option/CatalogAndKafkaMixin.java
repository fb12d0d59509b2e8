package com.k2.marketdata.cli.option;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.kafka.KafkaConfig;
import com.k2.marketdata.launch.LocalDefaults;
import com.k2.marketdata.launch.runner.Runners;
import com.k2.marketdata.options.TableOptions;
import com.k2.marketdata.options.settings.KafkaSettings;
import java.util.Optional;
import org.checkerframework.checker.nullness.qual.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The catalog that has the tables, and the Kafka cluster that their rows came from, for commands
 * that change tables or compare them with Kafka.
 */
public final class CatalogAndKafkaMixin extends CatalogMixin {
  @Mixin private BrokerOption broker;

  @Option(
      names = "--topicIdentity",
      paramLabel = "UUID",
      description = "The id of the topic, if its broker has no topic ids.")
  private @Nullable String topicIdentity;

  /**
   * Kafka, if it is given or the local stack is running.
   *
   * @throws UsageException if Kafka settings are given, but no bootstrap servers
   */
  public Optional<KafkaConfig> kafka() {
    TableOptions options = options();
    return options.getKafkaConfig() == null && options.getKafkaProperties() == null
        ? KafkaSettings.find(options)
        : Optional.of(KafkaSettings.of(options));
  }

  /** The options for a command that runs a pipeline, with the default of its job name. */
  public TableOptions options(String jobName) {
    TableOptions options = given(jobName);
    LocalDefaults.applyTo(options);
    return options;
  }

  /**
   * Checks the options of a command that runs a pipeline. Reads no file.
   *
   * @throws UsageException if an option is wrong
   */
  public void requireValid() {
    TableOptions options = given("k2");
    Runners.requireValid(options);
    KafkaSettings.requireValid(options);
    if (options.getKafkaProperties() != null) {
      KafkaSettings.requireServers(options);
    }
  }

  private TableOptions given(String jobName) {
    TableOptions options = parse(TableOptions.class, jobName);
    broker.applyTo(options);
    if (topicIdentity != null) {
      options.setTopicIdentity(topicIdentity);
    }
    return options;
  }

  @Override
  TableOptions options() {
    return options("k2");
  }
}
