package com.k2.marketdata.verify.judge;

import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.verify.scan.Block;
import com.k2.marketdata.verify.scan.BlockKey;
import com.k2.marketdata.verify.scan.BlockKey.Axis;
import com.k2.marketdata.verify.scan.FileFault;
import com.k2.marketdata.verify.scan.OffsetSet;
import com.k2.marketdata.verify.scan.ReadTable;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;

/**
 * Merges the pieces of each block from all tables and judges every block. The input has the tags of
 * {@link ReadTable}; the output is one verdict over all blocks and files.
 */
public final class JudgeBlocks extends PTransform<PCollectionTuple, PCollection<Verdict>> {
  private static final long serialVersionUID = 1L;

  private final VerifyPlan plan;

  private JudgeBlocks(VerifyPlan plan) {
    this.plan = plan;
  }

  public static JudgeBlocks with(VerifyPlan plan) {
    return new JudgeBlocks(plan);
  }

  @Override
  public PCollection<Verdict> expand(PCollectionTuple read) {
    Coder<KV<BlockKey, Block>> coder = KvCoder.of(new BlockKey.KeyCoder(), new Block.BlockCoder());
    PCollection<KV<BlockKey, Block>> claimed =
        read.getPipeline()
            .apply(
                "Create claims",
                Create.of(plan.claims().values())
                    .withCoder(SerializableCoder.of(PartitionClaim.class)))
            .apply("List claimed blocks", ParDo.of(new ClaimedBlocksFn()))
            .setCoder(coder);
    PCollection<Verdict> blocks =
        PCollectionList.of(read.get(ReadTable.PIECES))
            .and(claimed)
            .apply("Flatten pieces", Flatten.pCollections())
            .setCoder(coder)
            .apply("Merge blocks", Combine.perKey(new MergeBlocks()))
            .apply("Judge blocks", ParDo.of(new JudgeFn(plan)))
            .setCoder(SerializableCoder.of(Verdict.class));
    PCollection<Verdict> files =
        read.get(ReadTable.FAULTS)
            .apply("Judge files", ParDo.of(new FaultFn()))
            .setCoder(SerializableCoder.of(Verdict.class));
    return PCollectionList.of(blocks)
        .and(files)
        .apply("Flatten verdicts", Flatten.pCollections())
        .apply("Merge verdicts", Combine.globally(new MergeVerdicts()));
  }

  /** Emits an empty piece for every claimed block, so that a block without rows is judged too. */
  private static final class ClaimedBlocksFn extends DoFn<PartitionClaim, KV<BlockKey, Block>> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void list(@Element PartitionClaim claim, OutputReceiver<KV<BlockKey, Block>> blocks) {
      claim.forEachBlock(key -> blocks.output(KV.of(key, new Block())));
    }
  }

  private static final class JudgeFn extends DoFn<KV<BlockKey, Block>, Verdict> {
    private static final long serialVersionUID = 1L;

    private final VerifyPlan plan;

    JudgeFn(VerifyPlan plan) {
      this.plan = plan;
    }

    @ProcessElement
    public void judge(@Element KV<BlockKey, Block> element, OutputReceiver<Verdict> verdicts) {
      BlockKey key = element.getKey();
      if (key.axis() == Axis.TRADE_IDS) {
        Verdict verdict = new Verdict();
        OffsetSet ids = element.getValue().of(TableRole.SILVER);
        verdict.countEqualTradeIds(ids.repeated().getLongCardinality());
        verdicts.output(verdict);
      } else {
        PartitionId id = new PartitionId(key.series(), key.partition());
        verdicts.output(plan.judge(id).judge(key.number(), element.getValue()));
      }
    }
  }

  private static final class FaultFn extends DoFn<FileFault, Verdict> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void judge(@Element FileFault fault, OutputReceiver<Verdict> verdicts) {
      Verdict verdict = new Verdict();
      verdict.find(fault);
      verdicts.output(verdict);
    }
  }

  private static final class MergeVerdicts extends SumFn<Verdict> {
    private static final long serialVersionUID = 1L;

    @Override
    public Verdict createAccumulator() {
      return new Verdict();
    }

    @Override
    protected void add(Verdict sum, Verdict verdict) {
      sum.add(verdict);
    }
  }
}
