package com.k2.marketdata.bench.inner;

import com.k2.marketdata.bench.load.SyntheticMessages;
import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.cycle.ExchangeCycles;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.launch.Arguments;
import com.k2.marketdata.launch.PipelineLauncher;
import com.k2.marketdata.launch.runner.Runners;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.options.TradePipelineOptions;
import com.k2.marketdata.stack.LocalBroker;
import com.k2.marketdata.stack.LocalTopics;
import com.k2.marketdata.stack.process.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker, empty tables, and the cycles of one pipeline, all in this process. */
final class SmallLake implements AutoCloseable {
  private static final Exchange EXCHANGE = Exchanges.named("binance");

  private final Path folder;
  private final LocalBroker broker;
  private final KafkaProducer<byte[], byte[]> producer;
  private final TradePipelineOptions options;
  private final CycleRunner runner;
  private final ExchangeCycles cycles;

  /** Fills bronze for a pipeline that reads bronze. */
  private final Optional<ExchangeCycles> feeder;

  /** Starts the broker and the runner. */
  SmallLake(String pipeline, String runnerName) throws IOException {
    folder = Files.createTempDirectory("k2-cycle-benchmark");
    broker = new LocalBroker(folder.resolve("kafka"));
    broker.start(FreePorts.any());
    String bootstrap = broker.bootstrap().orElseThrow();
    new LocalTopics(bootstrap).createMissing(List.of(EXCHANGE.topic()));
    producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    options =
        Arguments.parse(
            TradePipelineOptions.class,
            "--exchange=" + EXCHANGE.name(),
            "--runner=" + runnerName,
            "--bootstrapServers=" + bootstrap,
            "--state=" + folder.resolve("state"),
            "--trigger=10s");
    runner = Runners.of(options);
    feeder = pipeline.equals("silver") ? Optional.of(cyclesOf("bronze")) : Optional.empty();
    cycles = cyclesOf(pipeline);
  }

  private ExchangeCycles cyclesOf(String pipeline) {
    return PipelineLauncher.named(pipeline).pipeline().cycles(options, EXCHANGE, runner);
  }

  /** The options of the pipeline. */
  TradePipelineOptions options() {
    return options;
  }

  /** Publishes messages to the cycles' source and waits until they have arrived. */
  void publish(int count) {
    for (KafkaMessage message : SyntheticMessages.of(EXCHANGE.name(), count)) {
      producer.send(
          new ProducerRecord<>(
              message.topic(),
              message.partition(),
              message.timestampMillis(),
              message.key(),
              message.value()));
    }
    producer.flush();
    feeder.ifPresent(this::turn);
  }

  /** One turn of the loop. Returns whether a cycle ran. */
  boolean turn() {
    return turn(cycles);
  }

  private boolean turn(ExchangeCycles of) {
    Optional<ExchangeCycles.Cycle> cycle = of.plan();
    if (cycle.isPresent()) {
      Pipeline pipeline =
          runner.newPipeline(of.name() + "-" + cycle.get().id(), cycle.get().tasks());
      cycle.get().build(pipeline);
      of.confirm(cycle.get(), runner.run(pipeline));
    }
    return cycle.isPresent();
  }

  @Override
  public void close() throws IOException {
    cycles.close();
    feeder.ifPresent(ExchangeCycles::close);
    runner.close();
    producer.close();
    broker.stop();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
