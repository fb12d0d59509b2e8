package com.k2.marketdata.cli;

import com.k2.marketdata.stack.LocalTopics;
import com.k2.marketdata.stack.StackStatus;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the local stack. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Show the local stack: its components, their health, and the topics.")
final class StatusCommand implements Runnable {
  enum Format {
    TABLE,
    JSON
  }

  @Spec private CommandSpec spec;
  @Mixin private StateOption state;

  @Option(
      names = "--format",
      defaultValue = "table",
      paramLabel = "table|json",
      description = "How to print it. Default: ${DEFAULT-VALUE}.")
  private Format format;

  @Override
  public void run() {
    StackStatus status = state.stack().status();
    PrintWriter out = spec.commandLine().getOut();
    switch (format) {
      case TABLE -> print(status, out);
      case JSON -> out.println(Json.pretty(status));
    }
  }

  private static void print(StackStatus status, PrintWriter out) {
    TextTable components = new TextTable("COMPONENT", "STATUS", "ADDRESS", "PID", "LOG");
    for (StackStatus.Component component : status.components()) {
      components.row(
          component.name(),
          component.health(),
          component.address().orElse("-"),
          component.pid().map(String::valueOf).orElse("-"),
          component.log());
    }
    out.println("State folder: " + status.state());
    out.println();
    out.print(components);
    if (!status.topics().isEmpty()) {
      TextTable topics = new TextTable("TOPIC", "PARTITIONS", "MESSAGES");
      for (LocalTopics.TopicStatus topic : status.topics()) {
        topics.row(topic.name(), topic.partitions(), topic.messages());
      }
      out.println();
      out.print(topics);
    }
    out.flush();
  }
}
