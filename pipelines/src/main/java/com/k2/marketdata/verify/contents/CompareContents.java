package com.k2.marketdata.verify.contents;

import com.k2.marketdata.kafka.KafkaConfig;
import com.k2.marketdata.lake.table.ByRole;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.verify.contents.finding.ContentVerdict;
import com.k2.marketdata.verify.contents.recorded.SumRanges;
import com.k2.marketdata.verify.contents.recorded.TodaysRules;
import com.k2.marketdata.verify.contents.task.ContentPlan;
import com.k2.marketdata.verify.judge.PartitionClaim;
import com.k2.marketdata.verify.judge.PartitionId;
import com.k2.marketdata.verify.judge.SumFn;
import com.k2.marketdata.verify.scan.BlockKey;
import com.k2.marketdata.verify.scan.PinnedLake;
import com.k2.marketdata.verify.scan.ReadableFiles;
import com.k2.marketdata.verify.scan.ScanPlan;
import java.util.Map;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Compares the contents of an exchange's pinned tables with each other and with Kafka: adds up the
 * hashes of all rows by block, then compares the rows of the blocks whose sums differ. The output
 * is one verdict.
 */
public final class CompareContents extends PTransform<PBegin, PCollection<ContentVerdict>> {
  private static final long serialVersionUID = 1L;

  private final ContentPlan plan;
  private final transient ByRole<ReadableFiles> files;

  private CompareContents(ContentPlan plan, ByRole<ReadableFiles> files) {
    this.plan = plan;
    this.files = files;
  }

  /**
   * Compares the tables of an exchange.
   *
   * @param claims what the ledgers claim, by partition
   * @param kafka where bronze is compared with Kafka; null if Kafka is not available
   */
  public static CompareContents of(
      PinnedLake lake,
      Map<PartitionId, PartitionClaim> claims,
      TodaysRules rules,
      @Nullable KafkaConfig kafka) {
    ContentPlan plan = ContentPlan.of(lake, claims, rules, kafka);
    return new CompareContents(
        plan,
        plan.tables()
            .mapWithRole(
                (role, table) ->
                    ReadableFiles.of(lake, role, () -> ScanPlan.withStatistics(lake, role))));
  }

  /**
   * Whether the files of all tables could be listed; otherwise rows are not compared one by one.
   */
  public boolean isComplete() {
    return files.values().stream().allMatch(readable -> readable.faults().isEmpty());
  }

  /** Whether bronze's files could be listed; true without a bronze table. */
  public boolean isBronzeComplete() {
    return files.get(TableRole.BRONZE).stream().allMatch(readable -> readable.faults().isEmpty());
  }

  /** The running sums of bronze's ledgers that the verdict's sums must be equal to. */
  public SumRanges sums() {
    return plan.sums();
  }

  /** What messages are judged by. */
  public TodaysRules rules() {
    return plan.rules();
  }

  @Override
  public PCollection<ContentVerdict> expand(PBegin input) {
    PCollectionList<KV<BlockKey, BlockSums>> pieces = PCollectionList.empty(input.getPipeline());
    PCollectionList<ContentVerdict> verdicts = PCollectionList.empty(input.getPipeline());
    for (TableRole role : plan.tables().byRole().keySet()) {
      PCollectionTuple read =
          input.apply(
              "Read " + role.words(), ReadContents.of(role, plan, files.require(role).tasks()));
      pieces = pieces.and(read.get(ReadContents.BLOCKS));
      verdicts = verdicts.and(read.get(ReadContents.FAULTS));
      if (role == TableRole.BRONZE) {
        verdicts =
            verdicts.and(
                read.get(ReadContents.RANGES)
                    .apply("Add up ranges", Sum.longsPerKey())
                    .apply("Judge ranges", ParDo.of(new RangeFn()))
                    .setCoder(SerializableCoder.of(ContentVerdict.class)));
      }
    }
    if (plan.kafka() != null) {
      pieces = pieces.and(input.apply("Read Kafka", ReadKafka.of(plan)));
    }
    PCollection<KV<BlockKey, BlockSums>> blocks =
        pieces
            .apply("Flatten pieces", Flatten.pCollections())
            .setCoder(KvCoder.of(new BlockKey.KeyCoder(), new BlockSums.SumsCoder()))
            .apply("Add up blocks", Combine.perKey(new AddBlocks()));
    verdicts =
        verdicts.and(
            blocks
                .apply("Count rows", ParDo.of(new CountFn()))
                .setCoder(SerializableCoder.of(ContentVerdict.class)));
    if (isComplete()) {
      verdicts = verdicts.and(blocks.apply("Compare blocks", DiffBlocks.with(plan)));
    }
    return verdicts
        .apply("Flatten verdicts", Flatten.pCollections())
        .apply("Merge verdicts", Combine.globally(new MergeVerdicts()));
  }

  private static final class AddBlocks extends Combine.BinaryCombineFn<BlockSums> {
    private static final long serialVersionUID = 1L;

    @Override
    public BlockSums apply(BlockSums left, BlockSums right) {
      return left.plus(right);
    }
  }

  private static final class RangeFn extends DoFn<KV<Integer, Long>, ContentVerdict> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void judge(@Element KV<Integer, Long> range, OutputReceiver<ContentVerdict> verdicts) {
      ContentVerdict verdict = new ContentVerdict();
      verdict.addRange(range.getKey(), range.getValue());
      verdicts.output(verdict);
    }
  }

  private static final class CountFn extends DoFn<KV<BlockKey, BlockSums>, ContentVerdict> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void count(
        @Element KV<BlockKey, BlockSums> block, OutputReceiver<ContentVerdict> verdicts) {
      ContentVerdict verdict = new ContentVerdict();
      BlockSums sums = block.getValue();
      verdict.countRows(sums.bronzeRows(), sums.outcomeRows(), sums.kafkaRows());
      verdicts.output(verdict);
    }
  }

  private static final class MergeVerdicts extends SumFn<ContentVerdict> {
    private static final long serialVersionUID = 1L;

    @Override
    public ContentVerdict createAccumulator() {
      return new ContentVerdict();
    }

    @Override
    protected void add(ContentVerdict sum, ContentVerdict verdict) {
      sum.add(verdict);
    }
  }
}
