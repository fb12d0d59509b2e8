package com.k2.marketdata.cli;

import com.k2.marketdata.failure.UsageException;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which Kafka to use. A mixin of every verb that speaks to one. */
public final class BrokerOption {
  @Option(
      names = {"--bootstrap", "--bootstrapServers"},
      paramLabel = "HOST:PORT[,...]",
      description = "The Kafka brokers. Default: the local stack of the state folder.")
  private String bootstrap;

  /** The brokers that were named, else those of the local stack if it runs. */
  public Optional<String> find(StateOption state) {
    return Optional.ofNullable(bootstrap).or(() -> state.stack().bootstrap());
  }

  /** The brokers that were named, else those of the local stack. */
  public String resolve(StateOption state) {
    return find(state)
        .orElseThrow(
            () ->
                new UsageException(
                    "No --bootstrap is given and no local Kafka runs for "
                        + state.folder()
                        + ": start one with 'k2 up'"));
  }
}
