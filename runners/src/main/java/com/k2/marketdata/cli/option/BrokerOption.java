package com.k2.marketdata.cli.option;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.options.PropertiesFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import picocli.CommandLine.Option;

/** Which Kafka to use. A mixin of every verb that speaks to one. */
public final class BrokerOption {
  private static final String SERVERS = CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG;

  @Option(
      names = {"--bootstrap", "--bootstrapServers"},
      paramLabel = "HOST:PORT",
      description =
          "The Kafka brokers, comma separated. Default: the local stack of the state folder.")
  private String bootstrap;

  @Option(
      names = "--kafkaConfig",
      paramLabel = "FILE",
      description = "A properties file with Kafka client settings, secrets among them.")
  private Path settings;

  /** The brokers that were named, else those of the local stack if it runs. */
  public Optional<String> find(StateOption state) {
    return Optional.ofNullable(bootstrap).or(() -> state.stack().bootstrap());
  }

  /** The properties file that was named, if any. */
  public Optional<Path> settingsFile() {
    return Optional.ofNullable(settings);
  }

  /** The client settings, with the brokers that were named, else those of the local stack. */
  public Map<String, String> resolve(StateOption state) {
    Map<String, String> properties =
        PropertiesFile.merge(
            "kafkaConfig",
            settings == null ? null : settings.toString(),
            bootstrap == null ? Map.of() : Map.of(SERVERS, bootstrap));
    properties.computeIfAbsent(SERVERS, name -> local(state));
    return properties;
  }

  private static String local(StateOption state) {
    return state
        .stack()
        .bootstrap()
        .orElseThrow(
            () ->
                new UsageException(
                    "No --bootstrap is given and no local Kafka runs for "
                        + state.folder()
                        + ": start one with 'k2 up'"));
  }
}
