package com.k2.marketdata.cli.option;

import com.k2.marketdata.kafka.KafkaConfig;
import com.k2.marketdata.options.CatalogOptions;
import com.k2.marketdata.options.KafkaOptions;
import com.k2.marketdata.options.KafkaSettings;
import com.k2.marketdata.options.TableOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/**
 * Which catalog holds the tables, and which Kafka their rows came from. A mixin of every verb that
 * changes tables or holds them against Kafka.
 */
public final class CatalogAndKafkaMixin extends CatalogMixin {
  @Mixin private BrokerOption broker;

  /** Kafka, if it was named or the local stack runs. */
  public Optional<KafkaConfig> kafka() {
    KafkaOptions options = options(TableOptions.class);
    return options.getBootstrapServers() == null
            && options.getKafkaConfig() == null
            && options.getKafkaProperties() == null
        ? Optional.empty()
        : Optional.of(KafkaSettings.of(options));
  }

  @Override
  CatalogOptions catalogOptions() {
    return options(TableOptions.class);
  }

  @Override
  public String[] arguments(String... own) {
    List<String> arguments = new ArrayList<>(List.of(own));
    broker.find(state()).ifPresent(servers -> arguments.add("--bootstrapServers=" + servers));
    broker.settingsFile().ifPresent(file -> arguments.add("--kafkaConfig=" + file));
    return super.arguments(arguments.toArray(String[]::new));
  }
}
