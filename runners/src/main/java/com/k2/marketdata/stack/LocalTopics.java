package com.k2.marketdata.stack;

import com.k2.marketdata.failure.SystemFaultException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates and describes the topics of a local broker. */
public final class LocalTopics {
  /** The number of partitions of the production topics. */
  public static final int PARTITIONS = 6;

  /** Recorded trades are years old: a topic with a retention time would delete them at once. */
  private static final Map<String, String> KEEP_EVERYTHING =
      Map.of("retention.ms", "-1", "retention.bytes", "-1");

  private static final Duration LEADERS_KNOWN = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(50);

  /**
   * A topic as {@code k2 status} shows it.
   *
   * @param messages the number of offsets between the topic's start and its end
   * @param blocked how many of them cannot be read until an open transaction ends
   */
  public record TopicStatus(String name, int partitions, long messages, long blocked) {}

  private final String bootstrap;

  /** The topics of the broker at an address. */
  public LocalTopics(String bootstrap) {
    this.bootstrap = bootstrap;
  }

  /**
   * Creates the topics that do not exist yet, without a retention limit, and waits until they can
   * be written to.
   */
  public void createMissing(Collection<String> names) {
    try (Admin admin = KafkaAdmin.open(bootstrap)) {
      var results =
          admin
              .createTopics(
                  names.stream()
                      .map(
                          name ->
                              new NewTopic(name, PARTITIONS, (short) 1).configs(KEEP_EVERYTHING))
                      .toList())
              .values();
      for (var result : results.entrySet()) {
        try {
          result.getValue().get();
          awaitLeaders(admin, result.getKey());
        } catch (ExecutionException e) {
          if (!(e.getCause() instanceof TopicExistsException)) {
            throw new SystemFaultException(
                "Cannot create topic " + result.getKey() + " at " + bootstrap, e.getCause());
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemFaultException("Interrupted while creating topics", e);
    }
  }

  /**
   * Waits until the leader of each partition of a new topic answers. A producer that comes earlier
   * may have its first batch refused and the second one accepted, and then never recovers: {@code
   * OUT_OF_ORDER_SEQUENCE_NUMBER}.
   */
  static void awaitLeaders(Admin admin, String topic)
      throws ExecutionException, InterruptedException {
    long begin = System.nanoTime();
    while (true) {
      try {
        offsets(admin, topic, PARTITIONS, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
        return;
      } catch (ExecutionException e) {
        // The metadata of the broker may not have the topic yet. The client does not retry this.
        boolean retriable = e.getCause() instanceof UnknownTopicOrPartitionException;
        if (!retriable || System.nanoTime() - begin > LEADERS_KNOWN.toNanos()) {
          throw e;
        }
        Thread.sleep(POLL.toMillis());
      }
    }
  }

  /** All topics except Kafka's internal ones, sorted by name. */
  public List<TopicStatus> list() {
    try (Admin admin = KafkaAdmin.open(bootstrap)) {
      var names = new TreeSet<>(admin.listTopics().names().get());
      List<TopicStatus> topics = new ArrayList<>();
      for (TopicDescription topic : admin.describeTopics(names).allTopicNames().get().values()) {
        topics.add(status(admin, topic));
      }
      topics.sort((a, b) -> a.name().compareTo(b.name()));
      return topics;
    } catch (ExecutionException e) {
      throw new SystemFaultException("Cannot list the topics at " + bootstrap, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemFaultException("Interrupted while listing topics", e);
    }
  }

  private static TopicStatus status(Admin admin, TopicDescription topic)
      throws ExecutionException, InterruptedException {
    long end = sum(admin, topic, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
    long readable = sum(admin, topic, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
    long start = sum(admin, topic, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
    return new TopicStatus(
        topic.name(), topic.partitions().size(), end - start, Math.max(0, end - readable));
  }

  private static long sum(
      Admin admin, TopicDescription topic, OffsetSpec spec, IsolationLevel isolation)
      throws ExecutionException, InterruptedException {
    return offsets(admin, topic.name(), topic.partitions().size(), spec, isolation)
        .mapToLong(ListOffsetsResultInfo::offset)
        .sum();
  }

  private static Stream<ListOffsetsResultInfo> offsets(
      Admin admin, String topic, int partitions, OffsetSpec spec, IsolationLevel isolation)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> wanted =
        IntStream.range(0, partitions)
            .mapToObj(partition -> new TopicPartition(topic, partition))
            .collect(Collectors.toMap(Function.identity(), partition -> spec));
    return admin
        .listOffsets(wanted, new ListOffsetsOptions(isolation))
        .all()
        .get()
        .values()
        .stream();
  }
}
