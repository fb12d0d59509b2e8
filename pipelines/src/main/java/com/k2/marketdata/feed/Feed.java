package com.k2.marketdata.feed;

import com.k2.marketdata.avro.registry.SchemaRegistryClient;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.feed.recording.RecordedTrade;
import com.k2.marketdata.feed.recording.RecordingFormat;
import com.k2.marketdata.feed.recording.RecordingReader;
import com.k2.marketdata.feed.recording.SkippedLines;
import com.k2.marketdata.kafka.TopicInspector;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.avro.SchemaNormalization;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.Create;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Publishes recordings in chunks; each chunk is a small bounded pipeline. One chunk is published
 * while the next one is read, and never two at the same time, so that memory is bounded and the
 * messages of a key stay in order.
 */
public final class Feed {
  private static final int CHUNK_MESSAGES = 50_000;
  private static final int CHUNK_BYTES = 16 << 20;
  private static final int CHUNKS_PER_SECOND = 4;

  private final FeedConfig config;
  private final Supplier<PipelineOptions> options;
  private final Consumer<FeedSummary> progress;
  private final RecordingFormat recording;
  private final SkippedLines skipped = new SkippedLines();
  private final int schemaId;
  private final MessageFactory maker;
  private final int chunkMessages;
  private final long startNanos = System.nanoTime();

  private PackedMessages chunk = new PackedMessages();
  private @Nullable PipelineResult running;
  private long published;
  private long bytes;

  /**
   * Checks the topic and registers the schema; publishes nothing yet.
   *
   * @param options of each chunk's pipeline, whose {@code run} should return without waiting
   * @param progress accepts the summary so far after each chunk
   */
  public Feed(
      FeedConfig config, Supplier<PipelineOptions> options, Consumer<FeedSummary> progress) {
    this.config = config;
    this.options = options;
    this.progress = progress;
    this.recording = RecordingFormat.of(config.exchange());
    checkTopic();
    this.schemaId = schemaId(config);
    this.maker = new MessageFactory(config, schemaId, recording);
    this.chunkMessages =
        config.rate() == 0
            ? CHUNK_MESSAGES
            : (int) Math.max(1, Math.min(CHUNK_MESSAGES, config.rate() / CHUNKS_PER_SECOND));
  }

  /** Publishes everything and waits until Kafka has acknowledged it. */
  public FeedSummary run() {
    for (long i = 0; i < config.repeat(); i++) {
      for (Path file : config.files()) {
        publish(file);
      }
    }
    publishChunk();
    awaitRunning();
    return summary();
  }

  /** Fails at once; a producer would wait a minute for a topic that does not exist. */
  private void checkTopic() {
    try (TopicInspector inspector = new TopicInspector(config.kafka())) {
      inspector.requireExists(config.topic());
    }
  }

  private void publish(Path file) {
    try (RecordingReader reader = new RecordingReader(file, recording, config.format(), skipped)) {
      for (RecordedTrade trade = reader.next(); trade != null; trade = reader.next()) {
        maker.add(trade, chunk);
        if (chunk.count() >= chunkMessages || chunk.size() >= CHUNK_BYTES) {
          publishChunk();
        }
      }
    }
  }

  private void publishChunk() {
    awaitRunning();
    if (chunk.count() == 0) {
      return;
    }
    awaitTurn();
    Pipeline pipeline = Pipeline.create(options.get());
    pipeline
        .apply("Chunk", Create.of(chunk.toByteArray()).withCoder(ByteArrayCoder.of()))
        .apply("Publish", new PublishMessages(config.topic(), config.kafka()));
    running = pipeline.run();
    published += chunk.count();
    bytes += chunk.valueBytes();
    chunk = new PackedMessages();
  }

  private void awaitRunning() {
    if (running == null) {
      return;
    }
    PipelineResult.State state = running.waitUntilFinish();
    running = null;
    if (state != PipelineResult.State.DONE) {
      throw new SystemFaultException(
          "Publishing to " + config.topic() + " ended with state " + state + ".");
    }
    progress.accept(summary());
  }

  /** With a rate, waits until the first message of the chunk is due. */
  private void awaitTurn() {
    if (config.rate() == 0) {
      return;
    }
    long due = startNanos + TimeUnit.SECONDS.toNanos(1) * published / config.rate();
    for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
      LockSupport.parkNanos(wait);
    }
  }

  /**
   * The id of the schema in the registry; without a registry, the last 31 bits of the schema's Avro
   * fingerprint, which does not depend on the class path.
   */
  private static int schemaId(FeedConfig config) {
    return config.registry() == null
        ? (int)
            (SchemaNormalization.parsingFingerprint64(config.exchange().rawSchema())
                & Integer.MAX_VALUE)
        : new SchemaRegistryClient(config.registry())
            .register(config.topic() + "-value", config.exchange().rawSchema());
  }

  private FeedSummary summary() {
    return new FeedSummary(
        config.exchange().name(),
        config.topic(),
        schemaId,
        published,
        bytes,
        maker.defects(),
        maker.rejectedAnyway(),
        maker.moved(),
        skipped.known(),
        skipped.refused(),
        skipped.unknown(),
        skipped.examples(),
        (System.nanoTime() - startNanos) / 1e9);
  }
}
