package com.k2.marketdata.feed;

import com.k2.marketdata.avro.ConfluentEncoder;
import com.k2.marketdata.exchange.RuleSettings;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.trade.Outcome;
import com.k2.marketdata.trade.TradeRules;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/**
 * Makes the message of a recorded trade, a share of them broken on purpose. The same trades in the
 * same order and the same seed give the same messages.
 */
final class MessageFactory {
  private static final String INGESTED = "ingestion_timestamp";

  private final FeedConfig config;
  private final int schemaId;
  private final ConfluentEncoder encoder;
  private final TradeRules rules;
  private final List<Defect> kinds;
  private final SplittableRandom random;
  private final Map<String, Long> defects = new TreeMap<>();
  private int nextKind;
  private long lastMicros;

  MessageFactory(FeedConfig config, int schemaId) {
    this.config = config;
    this.schemaId = schemaId;
    this.encoder = new ConfluentEncoder(schemaId, config.exchange().rawSchema());
    this.rules = config.exchange().rules(RuleSettings.DEFAULTS);
    this.kinds = Defect.of(config.exchange().name(), config.registry() != null);
    this.random = new SplittableRandom(config.seed());
  }

  /** Adds the trade's message to a chunk. */
  void add(RecordedTrade trade, PackedMessages chunk) {
    // Where a trade's own time cannot be read, the one before it is the nearest to it.
    lastMicros =
        config.stamp() == FeedConfig.Stamp.NOW
            ? TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis())
            : trade.timeMicros().orElse(lastMicros);
    long millis = TimeUnit.MICROSECONDS.toMillis(lastMicros);
    trade.raw().put(INGESTED, lastMicros);
    boolean chosen = config.defects() > 0 && random.nextDouble() < config.defects();
    chunk.add(
        millis,
        key(trade),
        chosen && isSound(trade.raw(), millis) ? broken(trade.raw()) : encoder.encode(trade.raw()));
  }

  /** How many messages were broken, by the code of the reason that the rules will give. */
  Map<String, Long> defects() {
    return Collections.unmodifiableMap(new TreeMap<>(defects));
  }

  /** Only a trade without a fault of its own is rejected for the defect that it is given. */
  private boolean isSound(GenericRecord raw, long millis) {
    KafkaMessage message =
        new KafkaMessage(config.topic(), "", 0, 0, millis, 0, Map.of(), null, null);
    return rules.judge(message, schemaId, raw) instanceof Outcome.Accepted;
  }

  private byte[] broken(GenericRecord raw) {
    Defect defect = kinds.get(nextKind++ % kinds.size());
    GenericData.Record copy = new GenericData.Record((GenericData.Record) raw, true);
    defect.record().accept(copy);
    defects.merge(defect.expected().code(), 1L, Long::sum);
    return defect.bytes().apply(encoder.encode(copy));
  }

  private byte[] key(RecordedTrade trade) {
    return config.key() == FeedConfig.Key.NONE || trade.symbol().isEmpty()
        ? null
        : trade.symbol().getBytes(StandardCharsets.UTF_8);
  }
}
