package com.k2.marketdata.cli;

import com.k2.marketdata.cli.option.FormatOption;
import com.k2.marketdata.cli.option.StateOption;
import com.k2.marketdata.cli.text.TextTable;
import com.k2.marketdata.stack.LocalTopics;
import com.k2.marketdata.stack.StackStatus;
import com.k2.marketdata.stack.cluster.LocalCluster;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows the local stack. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description =
        "Show the components of the local stack and the local cluster, the running Spark"
            + " applications, their health and addresses, and the topics.")
final class StatusCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private StateOption state;
  @Mixin private FormatOption format;

  @Override
  public void run() {
    StackStatus status =
        LocalCluster.find(state.folder())
            .map(LocalCluster::status)
            .orElseGet(() -> state.stack().status());
    PrintWriter out = spec.commandLine().getOut();
    format.print(status, out, () -> print(status, out));
  }

  private static void print(StackStatus status, PrintWriter out) {
    TextTable components = new TextTable("COMPONENT", "STATUS", "ADDRESS", "UI", "PID", "LOG");
    for (StackStatus.Component component : status.components()) {
      components.row(
          component.name(),
          component.health(),
          component.address().orElse("-"),
          component.ui().orElse("-"),
          component.pid().map(String::valueOf).orElse("-"),
          component.log());
    }
    out.println("State folder: " + status.state());
    out.println();
    out.print(components);
    if (!status.topics().isEmpty()) {
      TextTable topics = new TextTable("TOPIC", "PARTITIONS", "MESSAGES", "BLOCKED");
      for (LocalTopics.TopicStatus topic : status.topics()) {
        topics.row(topic.name(), topic.partitions(), topic.messages(), topic.blocked());
      }
      out.println();
      out.print(topics);
    }
  }
}
