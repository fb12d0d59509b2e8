package com.k2.marketdata.testing;

import com.k2.marketdata.stack.LocalBroker;
import com.k2.marketdata.stack.process.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.record.FileLogInputStream.FileChannelRecordBatch;
import org.apache.kafka.common.record.FileRecords;

/**
 * A real broker for tests, in a separate process with a temporary folder. It can be stopped, killed
 * and restarted on the same port with the same data.
 */
public final class LocalKafka implements AutoCloseable {
  private static final Map<String, String> KEEP_EVERYTHING = Map.of("retention.ms", "-1");

  /** Tests end before the optimizing compiler pays off; it would double the CPU time of a start. */
  private static final List<String> JVM = List.of("-XX:TieredStopAtLevel=1");

  private static volatile FormattedData formatted;

  private final Path folder;
  private final int port;
  private final LocalBroker broker;

  private LocalKafka(Map<String, String> overrides) {
    try {
      folder = Files.createTempDirectory("k2-kafka");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    port = FreePorts.any();
    broker = new LocalBroker(folder, overrides, JVM);
  }

  /** Starts a broker and waits until it serves clients. */
  public static LocalKafka start() {
    return start(Map.of());
  }

  /**
   * Starts a broker and waits until it serves clients.
   *
   * @param overrides settings that replace those of {@code server.properties}
   */
  public static LocalKafka start(Map<String, String> overrides) {
    LocalKafka kafka = new LocalKafka(overrides);
    // An interrupted test run must not leave its broker running.
    Runtime.getRuntime().addShutdownHook(new Thread(kafka.broker::kill, "stop-" + kafka.port));
    kafka.startFormatted();
    return kafka;
  }

  /** Only the first broker of this JVM is formatted by Kafka's tool. */
  private void startFormatted() {
    FormattedData copied = formatted;
    if (copied != null) {
      copied.copyTo(data());
    }
    restart();
    if (copied == null) {
      formatted = FormattedData.of(data());
    }
  }

  /** The bootstrap address; it stays the same across restarts. */
  public String bootstrap() {
    return "127.0.0.1:" + port;
  }

  /** Shuts the broker down cleanly. */
  public void stop() {
    broker.stop();
  }

  /** Kills the broker, as a crash would. */
  public void kill() {
    broker.kill();
  }

  /** Starts the broker again, after {@link #stop()} or {@link #kill()}. */
  public void restart() {
    broker.start(port);
  }

  /**
   * Truncates a partition at an offset, which must be the first of a batch, and restarts the
   * broker. This simulates an unclean leader election or a restored disk, which a single broker
   * cannot produce otherwise.
   */
  public void lose(String topic, int partition, long from) {
    broker.stop();
    Path log = data().resolve(topic + "-" + partition);
    try (FileRecords records =
        FileRecords.open(log.resolve("00000000000000000000.log").toFile(), true)) {
      int kept = 0;
      for (FileChannelRecordBatch batch : records.batches()) {
        if (batch.lastOffset() < from) {
          kept = batch.position() + batch.sizeInBytes();
        }
      }
      records.truncateTo(kept);
      try (var files = Files.newDirectoryStream(log, "*{index,snapshot}")) {
        for (Path derived : files) {
          Files.delete(derived);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    broker.start(port);
  }

  /** Creates a topic with unlimited retention. */
  public void createTopic(String name, int partitions) {
    createTopic(name, partitions, KEEP_EVERYTHING);
  }

  /** Creates a topic with these settings. */
  public void createTopic(String name, int partitions, Map<String, String> settings) {
    try (Admin admin = admin()) {
      admin
          .createTopics(List.of(new NewTopic(name, partitions, (short) 1).configs(settings)))
          .all()
          .get();
      Await.until("topic " + name + " has leaders", () -> hasLeaders(admin, name, partitions));
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException("Cannot create topic " + name, e);
    }
  }

  /**
   * Whether every partition has a leader. Before that, a producer with several batches in flight
   * can fail with out-of-order sequence numbers. A topic of the same name that was just deleted can
   * hide the new one for a moment.
   */
  private static boolean hasLeaders(Admin admin, String topic, int partitions) {
    try {
      admin
          .listOffsets(
              IntStream.range(0, partitions)
                  .boxed()
                  .collect(
                      Collectors.toMap(
                          partition -> new TopicPartition(topic, partition),
                          partition -> OffsetSpec.latest())))
          .all()
          .get();
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw new IllegalStateException("Cannot list the offsets of topic " + topic, e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("Interrupted", e);
    }
  }

  /** Deletes a partition's records below an offset, as retention does. */
  public void deleteBefore(String topic, int partition, long offset) {
    try (Admin admin = admin()) {
      admin
          .deleteRecords(
              Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(offset)))
          .all()
          .get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException("Cannot delete records of " + topic, e);
    }
  }

  /** An admin client for all other requests; the caller closes it. */
  public Admin admin() {
    return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap()));
  }

  /** A publisher of raw bytes; the caller closes it. */
  public TestPublisher publisher() {
    return TestPublisher.plain(bootstrap());
  }

  /** A publisher of large messages that compress well; the caller closes it. */
  public TestPublisher compressingPublisher() {
    return TestPublisher.compressing(bootstrap());
  }

  /** A publisher of raw bytes in transactions; the caller closes it. */
  public TestPublisher transactionalPublisher(String transactionalId) {
    return TestPublisher.transactional(bootstrap(), transactionalId);
  }

  @Override
  public void close() {
    broker.kill();
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path data() {
    return folder.resolve("data");
  }
}
