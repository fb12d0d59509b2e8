package com.k2.marketdata.verify.judge;

import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.verify.scan.Block;
import com.k2.marketdata.verify.scan.BlockKey;
import com.k2.marketdata.verify.scan.BlockKey.Axis;
import com.k2.marketdata.verify.scan.OffsetSet;
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

/**
 * Adds up the pieces of all tables, block by block, and judges each block; out comes one verdict.
 */
public final class JudgeBlocks
    extends PTransform<PCollectionList<KV<BlockKey, Block>>, PCollection<Verdict>> {
  private static final long serialVersionUID = 1L;

  private final VerifyPlan plan;

  private JudgeBlocks(VerifyPlan plan) {
    this.plan = plan;
  }

  public static JudgeBlocks by(VerifyPlan plan) {
    return new JudgeBlocks(plan);
  }

  @Override
  public PCollection<Verdict> expand(PCollectionList<KV<BlockKey, Block>> pieces) {
    Coder<KV<BlockKey, Block>> coder = KvCoder.of(new BlockKey.KeyCoder(), new Block.BlockCoder());
    PCollection<KV<BlockKey, Block>> claimed =
        pieces
            .getPipeline()
            .apply(
                "Partitions",
                Create.of(plan.series().values()).withCoder(SerializableCoder.of(Series.class)))
            .apply("Claimed blocks", ParDo.of(new ClaimedFn()))
            .setCoder(coder);
    return pieces
        .and(claimed)
        .apply("All pieces", Flatten.pCollections())
        .setCoder(coder)
        .apply("Add up blocks", Combine.perKey(new MergeBlocks()))
        .apply("Judge blocks", ParDo.of(new JudgeFn(plan)))
        .setCoder(SerializableCoder.of(Verdict.class))
        .apply("Add up verdicts", Combine.globally(new MergeVerdicts()));
  }

  /** Gives every block that a ledger claims, so that one without any row is judged too. */
  private static final class ClaimedFn extends DoFn<Series, KV<BlockKey, Block>> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void list(@Element Series series, OutputReceiver<KV<BlockKey, Block>> blocks) {
      series.blocks(key -> blocks.output(KV.of(key, new Block())));
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
        Series.Id id = new Series.Id(key.series(), key.partition());
        verdicts.output(plan.judge(id).judge(key.number(), element.getValue()));
      }
    }
  }

  private static final class MergeVerdicts extends SumFn<Verdict> {
    private static final long serialVersionUID = 1L;

    @Override
    public Verdict createAccumulator() {
      return new Verdict();
    }

    @Override
    void add(Verdict sum, Verdict verdict) {
      sum.add(verdict);
    }
  }
}
