package com.k2.marketdata.cli;

import com.k2.marketdata.failure.UsageException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import picocli.CommandLine.Option;

/** Which Kafka to use. A mixin of every verb that speaks to one. */
public final class BrokerOption {
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

  /** The client settings: the brokers that were named, else those of the local stack. */
  public Map<String, String> resolve(StateOption state) {
    Map<String, String> properties = new HashMap<>(read());
    Optional.ofNullable(bootstrap)
        .or(() -> Optional.ofNullable(properties.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)))
        .or(() -> state.stack().bootstrap())
        .ifPresentOrElse(
            servers -> properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers),
            () -> {
              throw new UsageException(
                  "No --bootstrap is given and no local Kafka runs for "
                      + state.folder()
                      + ": start one with 'k2 up'");
            });
    return properties;
  }

  private Map<String, String> read() {
    if (settings == null) {
      return Map.of();
    }
    try (Reader reader = Files.newBufferedReader(settings)) {
      Properties properties = new Properties();
      properties.load(reader);
      Map<String, String> read = new HashMap<>();
      properties
          .stringPropertyNames()
          .forEach(name -> read.put(name, properties.getProperty(name)));
      return read;
    } catch (IOException e) {
      throw new UsageException("Cannot read the Kafka settings " + settings + ": " + e, e);
    }
  }
}
