package com.k2.marketdata.cli;

import com.k2.marketdata.cli.option.StateOption;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts the local stack in the background. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = {
      "Start the local stack in the background: a Kafka broker with the exchanges' topics.",
      "Components that are running are not changed. If a port is in use, the next free one is used."
    })
final class UpCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private StateOption state;

  @Option(
      names = "--registry",
      description = "Also start a schema registry. Maven downloads it on first use.")
  private boolean registry;

  @Override
  public void run() {
    state
        .stack()
        .up(
            Exchanges.all().stream().map(Exchange::topic).toList(),
            registry,
            spec.commandLine().getOut()::println);
  }
}
