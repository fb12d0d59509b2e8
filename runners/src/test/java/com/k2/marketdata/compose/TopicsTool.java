package com.k2.marketdata.compose;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Creates a topic with the options of {@code kafka-topics.sh}; it refuses all others. */
public final class TopicsTool implements Runnable {
  @Option(names = "--bootstrap-server", required = true)
  private String bootstrap;

  @Option(names = "--create", required = true)
  private boolean create;

  @Option(names = "--if-not-exists", required = true)
  private boolean ifNotExists;

  @Option(names = "--topic", required = true)
  private String topic;

  @Option(names = "--partitions", required = true)
  private int partitions;

  @Option(names = "--replication-factor", required = true)
  private short replicas;

  /** Exits with 0 if the topic exists afterwards. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new TopicsTool()).execute(arguments));
  }

  @Override
  public void run() {
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap))) {
      admin.createTopics(List.of(new NewTopic(topic, partitions, replicas))).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new IllegalStateException("Cannot create the topic " + topic, e);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
