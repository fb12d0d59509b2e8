package com.k2.marketdata.kafka;

import com.k2.marketdata.failure.K2Exception;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.UsageException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads from Kafka what a topic is and which committed offsets it has. Connects at the first
 * request, so that a broker whose name cannot be resolved yet is a fault that is retried. For one
 * thread.
 */
public final class TopicInspector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicInspector.class);
  private static final String NOT_RESOLVED = "No resolvable bootstrap urls";

  /** Only lag tools need the group's offsets, so a cycle must not wait long for them. */
  private static final AlterConsumerGroupOffsetsOptions PUBLISH =
      new AlterConsumerGroupOffsetsOptions().timeoutMs(5_000);

  private static final ListConsumerGroupOffsetsOptions NOTE =
      new ListConsumerGroupOffsetsOptions().timeoutMs(5_000);
  private static final ListOffsetsOptions COMMITTED =
      new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
  private static final ListOffsetsOptions UNCOMMITTED =
      new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED);

  private final KafkaConfig config;
  private @Nullable Admin admin;

  public TopicInspector(KafkaConfig config) {
    this.config = config;
  }

  /**
   * What a topic is at this moment.
   *
   * @throws SystemFaultException if Kafka does not answer, has no such topic, or returns no id of
   *     it and none is stated
   */
  public TopicState inspect(String topic) {
    KafkaFuture<String> cluster = admin().describeCluster().clusterId();
    TopicDescription description = describe(topic);
    Map<TopicPartition, OffsetSpec> earliest = new HashMap<>();
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    for (TopicPartitionInfo partition : description.partitions()) {
      TopicPartition key = new TopicPartition(topic, partition.partition());
      earliest.put(key, OffsetSpec.earliest());
      latest.put(key, OffsetSpec.latest());
    }
    // Requested first: if it came after the readable end, new messages would count as blocked.
    Map<TopicPartition, ListOffsetsResultInfo> logEnds =
        await(topic, admin().listOffsets(latest, UNCOMMITTED).all());
    KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> starts =
        admin().listOffsets(earliest, COMMITTED).all();
    KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> ends =
        admin().listOffsets(latest, COMMITTED).all();
    Map<TopicPartition, ListOffsetsResultInfo> found = await(topic, ends);
    return new TopicState(
        identity(description, cluster),
        offsets(await(topic, starts)),
        offsets(found),
        offsets(logEnds),
        epochs(found));
  }

  /**
   * The topic that has this name at this moment.
   *
   * @throws SystemFaultException if Kafka does not answer, has no such topic, or returns no id of
   *     it and none is stated
   */
  public TopicIdentity identify(String topic) {
    KafkaFuture<String> cluster = admin().describeCluster().clusterId();
    return identity(describe(topic), cluster);
  }

  /** Whether Kafka removes messages of a topic because of their keys; true if it does not say. */
  public boolean isCompacted(String topic) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    ConfigEntry policy =
        await(topic, admin().describeConfigs(List.of(resource)).all())
            .get(resource)
            .get(TopicConfig.CLEANUP_POLICY_CONFIG);
    return policy == null
        || policy.value() == null
        || policy.value().contains(TopicConfig.CLEANUP_POLICY_COMPACT);
  }

  /**
   * @throws SystemFaultException if Kafka does not answer or has no such topic
   */
  public void requireExists(String topic) {
    describe(topic);
  }

  /**
   * Commits the tables' position as the offsets of a consumer group, for lag tools. The tables are
   * the source of truth, so a failure is only logged.
   */
  public void publishPosition(String group, String topic, Map<Integer, Long> next) {
    publishPosition(group, topic, next, "");
  }

  /**
   * Commits the tables' position with a note, which the next call replaces.
   *
   * @param note kept by Kafka beside each offset
   */
  public void publishPosition(String group, String topic, Map<Integer, Long> next, String note) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    next.forEach(
        (partition, offset) ->
            offsets.put(new TopicPartition(topic, partition), new OffsetAndMetadata(offset, note)));
    try {
      admin().alterConsumerGroupOffsets(group, offsets, PUBLISH).all().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      warnOfFailure(group, e.getCause());
    } catch (SystemFaultException e) {
      warnOfFailure(group, e);
    }
  }

  /** The note that was committed with the position; empty if there is none or Kafka fails. */
  public Optional<String> note(String group, String topic) {
    try {
      return admin()
          .listConsumerGroupOffsets(group, NOTE)
          .partitionsToOffsetAndMetadata()
          .get()
          .entrySet()
          .stream()
          .filter(entry -> entry.getKey().topic().equals(topic) && entry.getValue() != null)
          .map(entry -> entry.getValue().metadata())
          .findAny();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException | SystemFaultException e) {
      LOG.debug("The offsets of group {} could not be read", group, e);
      return Optional.empty();
    }
  }

  private static void warnOfFailure(String group, Throwable why) {
    LOG.warn(
        "The offsets of group {} were not committed, so lag tools show an older position: {}",
        group,
        why.toString());
  }

  @Override
  public void close() {
    if (admin != null) {
      admin.close(Duration.ofSeconds(5));
    }
  }

  private Admin admin() {
    if (admin == null) {
      try {
        admin = Admin.create(config.admin());
      } catch (KafkaException e) {
        throw notCreated(e);
      }
    }
    return admin;
  }

  /** Kafka reports a host that cannot be resolved in the same way as a wrong setting. */
  private K2Exception notCreated(KafkaException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return cause instanceof ConfigException && !cause.getMessage().startsWith(NOT_RESOLVED)
        ? new UsageException(
            "Kafka's client does not accept its settings: "
                + cause.getMessage()
                + ". Bootstrap servers are HOST:PORT, comma separated; the other settings come from"
                + " --kafka.KEY=VALUE and --kafkaConfig.",
            e)
        : new SystemFaultException(
            "Cannot connect to Kafka at " + config.bootstrapServers() + ": " + cause.getMessage(),
            e);
  }

  private TopicIdentity identity(TopicDescription topic, KafkaFuture<String> cluster) {
    return TopicIdentity.of(config, await("the cluster", cluster), topic.name(), topic.topicId());
  }

  private TopicDescription describe(String topic) {
    return await(topic, admin().describeTopics(List.of(topic)).allTopicNames()).get(topic);
  }

  private <T> T await(String what, KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemFaultException(
          "Interrupted while waiting for Kafka to answer about " + what, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new SystemFaultException(
            "Kafka at "
                + config.bootstrapServers()
                + " has no topic "
                + what
                + ". Create it, or name another one with --topic.",
            e.getCause());
      }
      throw new SystemFaultException(
          "Kafka at "
              + config.bootstrapServers()
              + " did not answer about "
              + what
              + ": "
              + e.getCause().getMessage(),
          e.getCause());
    }
  }

  private static SortedMap<Integer, Long> offsets(
      Map<TopicPartition, ListOffsetsResultInfo> results) {
    SortedMap<Integer, Long> offsets = new TreeMap<>();
    results.forEach((partition, info) -> offsets.put(partition.partition(), info.offset()));
    return offsets;
  }

  private static SortedMap<Integer, Integer> epochs(
      Map<TopicPartition, ListOffsetsResultInfo> results) {
    SortedMap<Integer, Integer> epochs = new TreeMap<>();
    results.forEach(
        (partition, info) ->
            info.leaderEpoch().ifPresent(epoch -> epochs.put(partition.partition(), epoch)));
    return epochs;
  }
}
