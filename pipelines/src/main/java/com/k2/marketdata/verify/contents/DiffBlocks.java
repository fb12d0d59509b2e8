package com.k2.marketdata.verify.contents;

import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.verify.contents.diff.BlockRows;
import com.k2.marketdata.verify.contents.diff.KafkaDiff;
import com.k2.marketdata.verify.contents.diff.OutcomeDiff;
import com.k2.marketdata.verify.contents.finding.ContentVerdict;
import com.k2.marketdata.verify.contents.task.ContentPlan;
import com.k2.marketdata.verify.contents.task.KafkaBlocks;
import com.k2.marketdata.verify.judge.PartitionClaim;
import com.k2.marketdata.verify.judge.PartitionId;
import com.k2.marketdata.verify.scan.Block;
import com.k2.marketdata.verify.scan.BlockKey;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/** Reads the blocks whose sums differ a second time, and compares their rows one by one. */
final class DiffBlocks
    extends PTransform<PCollection<KV<BlockKey, BlockSums>>, PCollection<ContentVerdict>> {
  private static final long serialVersionUID = 1L;

  private final ContentPlan plan;

  private DiffBlocks(ContentPlan plan) {
    this.plan = plan;
  }

  static DiffBlocks with(ContentPlan plan) {
    return new DiffBlocks(plan);
  }

  @Override
  public PCollection<ContentVerdict> expand(PCollection<KV<BlockKey, BlockSums>> blocks) {
    return blocks
        .apply("Select differing blocks", Filter.by(block -> block.getValue().differ()))
        .apply("Share blocks", Reshuffle.viaRandomKey())
        .apply("Compare rows", ParDo.of(new LookFn(plan)))
        .setCoder(SerializableCoder.of(ContentVerdict.class));
  }

  private static final class LookFn extends DoFn<KV<BlockKey, BlockSums>, ContentVerdict> {
    private static final long serialVersionUID = 1L;

    private final ContentPlan plan;

    LookFn(ContentPlan plan) {
      this.plan = plan;
    }

    @ProcessElement
    public void look(
        @Element KV<BlockKey, BlockSums> block, OutputReceiver<ContentVerdict> verdicts) {
      BlockKey key = block.getKey();
      PartitionId partition = new PartitionId(key.series(), key.partition());
      long begin = key.number() * Block.SIZE;
      ContentVerdict verdict = new ContentVerdict();
      BlockRows bronze = rows(TableRole.BRONZE, key, verdict);
      if (block.getValue().outcomesDiffer()) {
        Map<TableRole, BlockRows> outcomes = new EnumMap<>(TableRole.class);
        for (TableRole role : List.of(TableRole.SILVER, TableRole.DEAD_LETTERS)) {
          if (plan.tables().has(role)) {
            outcomes.put(role, rows(role, key, verdict));
          }
        }
        new OutcomeDiff(plan, partition, begin).compare(bronze, outcomes, verdict);
      }
      if (block.getValue().kafkaDiffers()) {
        PartitionClaim claim = plan.claim(partition);
        KafkaBlocks kafka = new KafkaBlocks(plan.kafka());
        new KafkaDiff(partition, begin, bronze)
            .compare(messages -> kafka.read(key, claim, messages), verdict);
      }
      verdicts.output(verdict);
    }

    private BlockRows rows(TableRole role, BlockKey key, ContentVerdict verdict) {
      return new BlockRows(plan.tables().require(role), key, verdict::find);
    }
  }
}
