package com.k2.marketdata.bench.inner;

import com.k2.marketdata.bench.load.SyntheticMessages;
import com.k2.marketdata.cycle.CycleReport;
import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.cycle.ExchangeCycles;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.launch.Arguments;
import com.k2.marketdata.launch.PipelineLauncher;
import com.k2.marketdata.launch.runner.Runners;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.options.TradePipelineOptions;
import com.k2.marketdata.spark.ApplicationConf;
import com.k2.marketdata.stack.LocalBroker;
import com.k2.marketdata.stack.process.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A broker with one topic of many partitions, and Spark configured with more parallelism than there
 * are cores. This simulates the driver and the tasks of a cluster on one machine.
 */
final class WideLake implements AutoCloseable {
  private static final Exchange EXCHANGE = Exchanges.named("binance");

  private final int partitions;
  private final Path folder;
  private final LocalBroker broker;
  private final KafkaProducer<byte[], byte[]> producer;
  private final TradePipelineOptions options;
  private final CycleRunner runner;

  /**
   * Starts the broker with an empty topic, and the runner.
   *
   * @param tasks default parallelism of Spark, which runs two tasks at a time
   */
  WideLake(int partitions, int tasks) throws IOException {
    this.partitions = partitions;
    folder = Files.createTempDirectory("k2-wide-lake");
    // Otherwise the broker would map 10 MB for each of the two indexes of every partition.
    broker = new LocalBroker(folder.resolve("kafka"), Map.of("log.index.size.max.bytes", "4096"));
    broker.start(FreePorts.any());
    String bootstrap = broker.bootstrap().orElseThrow();
    createTopic(bootstrap);
    producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    options =
        Arguments.parse(
            TradePipelineOptions.class,
            "--exchange=" + EXCHANGE.name(),
            "--runner=SparkRunner",
            "--sparkMaster=local[2]",
            "--bootstrapServers=" + bootstrap,
            "--state=" + folder.resolve("state"),
            "--minRecordsPerTask=1",
            "--trigger=10s");
    System.setProperty(ApplicationConf.PARALLELISM, Integer.toString(tasks));
    runner = Runners.of(options);
  }

  /** The cycles of a pipeline that reads this topic and writes these tables. */
  ExchangeCycles cycles(String pipeline) {
    return PipelineLauncher.named(pipeline).pipeline().cycles(options, EXCHANGE, runner);
  }

  /** Publishes this number of messages to every partition and waits until they have arrived. */
  void publish(int perPartition) {
    List<KafkaMessage> messages = SyntheticMessages.of(EXCHANGE.name(), perPartition * partitions);
    AtomicReference<Exception> failed = new AtomicReference<>();
    for (int i = 0; i < messages.size(); i++) {
      KafkaMessage message = messages.get(i);
      producer.send(
          new ProducerRecord<>(
              EXCHANGE.topic(),
              i % partitions,
              message.timestampMillis(),
              message.key(),
              message.value()),
          (sent, failure) -> failed.compareAndSet(null, failure));
    }
    producer.flush();
    if (failed.get() != null) {
      throw new IllegalStateException("A message could not be published", failed.get());
    }
  }

  /** Runs a planned cycle and confirms it. */
  CycleReport run(ExchangeCycles cycles, ExchangeCycles.Cycle cycle) {
    Pipeline pipeline = runner.newPipeline(cycles.name() + "-" + cycle.id());
    cycle.build(pipeline);
    return cycles.confirm(cycle, runner.run(pipeline));
  }

  /** Runs cycles until the pipeline has caught up. */
  void drain(ExchangeCycles cycles) {
    Optional<ExchangeCycles.Cycle> cycle = cycles.plan();
    while (cycle.isPresent()) {
      run(cycles, cycle.get());
      cycle = cycles.plan();
    }
  }

  @Override
  public void close() throws IOException {
    runner.close();
    producer.close();
    broker.stop();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  /** Creates the topic and waits until every partition has a leader. */
  private void createTopic(String bootstrap) throws IOException {
    String topic = EXCHANGE.topic();
    Map<String, String> keepAll = Map.of("retention.ms", "-1", "retention.bytes", "-1");
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      admin
          .createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(keepAll)))
          .all()
          .get();
      boolean ready = false;
      while (!ready) {
        Thread.sleep(500);
        var described =
            admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions();
        ready =
            described.size() == partitions
                && described.stream().allMatch(partition -> partition.leader() != null);
      }
    } catch (ExecutionException e) {
      throw new IOException("Cannot create topic " + topic, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while creating topic " + topic, e);
    }
  }
}
