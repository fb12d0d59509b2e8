package com.k2.marketdata.verify.contents;

import com.k2.marketdata.kafka.KafkaConfig;
import com.k2.marketdata.message.MessageHash;
import com.k2.marketdata.verify.contents.task.ContentPlan;
import com.k2.marketdata.verify.contents.task.ContentProgress;
import com.k2.marketdata.verify.contents.task.KafkaBlocks;
import com.k2.marketdata.verify.judge.PartitionClaim;
import com.k2.marketdata.verify.judge.PartitionId;
import com.k2.marketdata.verify.scan.BlockKey;
import java.util.List;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Reads the messages that bronze claims and Kafka still has, and adds up their hashes by block. It
 * is not a source, because a source fails if Kafka deletes a range that is being read.
 */
final class ReadKafka extends PTransform<PBegin, PCollection<KV<BlockKey, BlockSums>>> {
  private static final long serialVersionUID = 1L;

  private final ContentPlan plan;

  private ReadKafka(ContentPlan plan) {
    this.plan = plan;
  }

  /** Reads the partitions of the plan, whose Kafka must not be null. */
  static ReadKafka of(ContentPlan plan) {
    return new ReadKafka(plan);
  }

  @Override
  public PCollection<KV<BlockKey, BlockSums>> expand(PBegin input) {
    if (plan.kafka() == null) {
      throw new IllegalArgumentException("Kafka can be read only if the plan has it.");
    }
    List<PartitionClaim> claims =
        plan.claims().values().stream()
            .filter(claim -> claim.bronze() != null && claim.kafkaEnd() != null)
            .toList();
    return input
        .apply(
            "Create partitions",
            Create.of(claims).withCoder(SerializableCoder.of(PartitionClaim.class)))
        .apply("List blocks", ParDo.of(new BlocksFn()))
        .setCoder(new BlockKey.KeyCoder())
        .apply("Share blocks", Reshuffle.viaRandomKey())
        .apply("Read messages", ParDo.of(new ReadFn(plan)))
        .setCoder(KvCoder.of(new BlockKey.KeyCoder(), new BlockSums.SumsCoder()));
  }

  private static final class BlocksFn extends DoFn<PartitionClaim, BlockKey> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void list(@Element PartitionClaim claim, OutputReceiver<BlockKey> blocks) {
      claim.forEachBlock(blocks::output);
    }
  }

  private static final class ReadFn extends DoFn<BlockKey, KV<BlockKey, BlockSums>> {
    private static final long serialVersionUID = 1L;

    private final ContentPlan plan;

    ReadFn(ContentPlan plan) {
      this.plan = plan;
    }

    @ProcessElement
    public void read(@Element BlockKey key, OutputReceiver<KV<BlockKey, BlockSums>> sums) {
      KafkaConfig kafka = plan.kafka();
      PartitionClaim claim = plan.claim(new PartitionId(key.series(), key.partition()));
      MessageHash hash = new MessageHash();
      ContentProgress progress = new ContentProgress("kafka");
      long[] sum = new long[2];
      new KafkaBlocks(kafka)
          .read(
              key,
              claim,
              message -> {
                sum[0]++;
                sum[1] += hash.of(message);
                progress.increment();
              });
      progress.flush();
      sums.output(KV.of(key, BlockSums.ofKafka(sum[0], sum[1])));
    }
  }
}
