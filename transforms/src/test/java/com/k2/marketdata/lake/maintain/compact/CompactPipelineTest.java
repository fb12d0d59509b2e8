package com.k2.marketdata.lake.maintain.compact;

import static com.k2.marketdata.lake.maintain.compact.Compactions.AT_ONCE;
import static com.k2.marketdata.testing.CycleFixture.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.lake.ledger.commit.CycleAge;
import com.k2.marketdata.lake.table.TaskTable;
import com.k2.marketdata.testing.CycleFixture;
import com.k2.marketdata.testing.TestLake;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rewriting and committing as a pipeline. */
class CompactPipelineTest {
  private static final String DAY = "ingestion_date=2026-01-01";

  private final TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  void groupsAreRewrittenAndCommitted(@TempDir Path folder) {
    CycleFixture tables = new CycleFixture(folder, "trades");
    for (int cycle = 1; cycle <= 6; cycle++) {
      tables.run("c" + cycle, NONE, 10L * cycle, 10L * cycle);
    }
    Table bronze = tables.bronze();
    // The sizes differ by a few bytes.
    Compactions.setTarget(bronze, 39 * Compactions.files(bronze).get(0).fileSizeInBytes() / 10);
    List<RewriteGroup> groups = Compactions.plan(bronze, AT_ONCE).groups();
    assertThat(groups).hasSize(3);

    PCollection<RewrittenGroup> rewritten =
        pipeline
            .apply("Groups", Create.of(groups).withCoder(SerializableCoder.of(RewriteGroup.class)))
            .apply("Rewrite", RewriteGroups.of(TaskTable.of(bronze)));
    PCollection<CompactResult> results =
        rewritten.apply(
            "Commit",
            CommitRewrites.to(tables.lake.config(), CycleFixture.BRONZE, Compactions.RUN));

    PAssert.that(
            rewritten.apply(
                "Ids", MapElements.into(TypeDescriptors.strings()).via(each -> each.group().id())))
        .containsInAnyOrder(groups.stream().map(RewriteGroup::id).toList());
    PAssert.thatSingleton(results)
        .satisfies(
            result -> {
              assertThat(result.groups()).isEqualTo(3);
              assertThat(result.commits()).isEqualTo(1);
              assertThat(result.output().files()).isEqualTo(3);
              return null;
            });
    pipeline.run().waitUntilFinish();
    assertThat(TestLake.rows(bronze)).hasSize(120);
    assertThat(Compactions.files(bronze)).hasSize(3);
  }

  /** So that the commits of the other groups are made in time. */
  @Test
  void lateGroupsAreNotRewritten(@TempDir Path folder) {
    CycleFixture tables = new CycleFixture(folder, "trades");
    Table bronze = tables.bronze();
    PlanBasis late =
        PlanBasis.of(
            bronze.currentSnapshot(),
            new CycleAge(Instant.now().minus(Duration.ofMinutes(50)), Duration.ofHours(1)));
    RewriteGroup group = RewriteGroup.of(late, List.of(Compactions.fileOf(bronze, DAY, 100)), 0);
    PAssert.thatSingleton(
            pipeline
                .apply(Create.of(group).withCoder(SerializableCoder.of(RewriteGroup.class)))
                .apply("Rewrite", RewriteGroups.of(TaskTable.of(bronze)))
                .apply(
                    "Commit",
                    CommitRewrites.to(tables.lake.config(), CycleFixture.BRONZE, Compactions.RUN)))
        .satisfies(
            result -> {
              assertThat(result.late()).isEqualTo(1);
              assertThat(result.failed()).isZero();
              return null;
            });
    pipeline.run().waitUntilFinish();
  }
}
