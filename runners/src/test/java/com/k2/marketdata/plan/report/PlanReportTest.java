package com.k2.marketdata.plan.report;

import static com.k2.marketdata.plan.report.Plans.executor;
import static com.k2.marketdata.plan.report.Plans.job;
import static com.k2.marketdata.plan.report.Plans.plan;
import static com.k2.marketdata.plan.report.Plans.workers;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.plan.Budget;
import com.k2.marketdata.plan.Driver;
import com.k2.marketdata.plan.Executor;
import com.k2.marketdata.plan.InMemoryFiles;
import com.k2.marketdata.plan.Job;
import com.k2.marketdata.plan.MeasuredCycle;
import com.k2.marketdata.plan.MemorySize;
import com.k2.marketdata.plan.ResourcePlan;
import com.k2.marketdata.plan.Workers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PlanReportTest {

  @Test
  void leanHoldsBelowTwoAndAHalfGigabytes() {
    PlanReport report = PlanReport.of(ResourcePlan.of("lean"));

    assertThat(report.findings()).isEmpty();
    assertThat(report.holds()).isTrue();
    assertThat(report.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(report.budget()).isEqualTo(2548).isLessThan(2560);
    assertThat(report.measured()).contains(1988);
    assertThat(report.containers())
        .filteredOn(container -> container.name().startsWith("worker"))
        .hasSize(2)
        .allSatisfy(
            worker -> {
              assertThat(worker.limit()).isEqualTo(2048);
              assertThat(worker.budgetPercent()).isLessThanOrEqualTo(75);
            });
  }

  @Test
  void classicDoesNotFitItsWorkersByBudget() {
    PlanReport report = PlanReport.of(ResourcePlan.of("classic"));

    assertThat(report.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(report.workers()).allSatisfy(worker -> assertThat(worker.executors()).hasSize(2));
    assertThat(report.containers())
        .filteredOn(container -> container.name().startsWith("worker"))
        .allSatisfy(worker -> assertThat(worker.budget()).isEqualTo(2558))
        .extracting(worker -> worker.measured().orElseThrow())
        .containsExactly(1450, 1457);
    assertThat(report.findings())
        .containsExactly(
            new Finding(
                true,
                "worker 1",
                "Its processes have a budget of 2,558 MB, but its limit is 2,048 MB: daemon 254"
                    + " MB, executor of bronze-binance 1,152 MB, executor of bronze-kraken 1,152 MB.",
                "Set workers.container to 2558m, or to 3411m for 25 % headroom."),
            new Finding(
                true,
                "worker 2",
                "Its processes have a budget of 2,558 MB, but its limit is 2,048 MB: daemon 254"
                    + " MB, executor of silver-binance 1,152 MB, executor of silver-kraken 1,152 MB.",
                "Set workers.container to 2558m, or to 3411m for 25 % headroom."));
  }

  @Test
  void statedLimitsOfClassicHold() {
    ResourcePlan classic = ResourcePlan.of("classic");
    assertThat(PlanReport.of(withContainer(classic, 2557)).holds()).isFalse();
    assertThat(PlanReport.of(withContainer(classic, 2558)).holds()).isTrue();
    assertThat(PlanReport.of(withContainer(classic, 3410)).findings()).hasSize(2);
    assertThat(PlanReport.of(withContainer(classic, 3411)).findings()).isEmpty();
  }

  @Test
  void thirdExecutorOfOneGigabyteIsRefused() {
    ResourcePlan plan = plan(workers(1, 3, 2048, 6144), job("big", executor(3, 1, 1024)));
    assertThat(PlanReport.of(plan).findings())
        .containsExactly(
            new Finding(
                true,
                "big",
                "Only 2 of 3 executors fit on the workers. Each needs 1 core and a heap of 1,024"
                    + " MB, but worker 1 has 1 core and 0 MB free. Spark would wait without an"
                    + " error.",
                "Set workers.memory to 3072m, or workers.count to 2."));
  }

  @Test
  void twoCoresOnWorkersWithOneAreRefused() {
    ResourcePlan plan =
        plan(
            workers(2, 2, 2048, 4096),
            job("small", executor(2, 1, 512)),
            job("wide", executor(1, 2, 768)));
    assertThat(PlanReport.of(plan).findings())
        .containsExactly(
            new Finding(
                true,
                "wide",
                "No executor fits on the workers. Each needs 2 cores and a heap of 768 MB,"
                    + " but worker 1 has 1 core and 1,536 MB, worker 2 has 1 core and 1,536 MB"
                    + " free. Spark would wait without an error.",
                "Set workers.cores to 3, or workers.count to 3."));
  }

  @Test
  void coresAndMemoryMayBothBeMissing() {
    ResourcePlan plan = plan(workers(1, 1, 512, 8192), job("big", executor(1, 2, 1024)));
    assertThat(PlanReport.of(plan).findings().get(0).change())
        .isEqualTo("Set workers.memory to 1024m and workers.cores to 2.");
  }

  @Test
  void budgetAboveTheTargetIsAWarning() {
    PlanReport report =
        PlanReport.of(plan(workers(1, 1, 1024, 1500), job("big", executor(1, 1, 1024))));
    assertThat(report.holds()).isTrue();
    assertThat(report.findings())
        .containsExactly(
            new Finding(
                false,
                "worker 1",
                "Its processes have a budget of 1,440 MB, which is 96 % of its limit of 1,500 MB"
                    + " and more than the target of 75 %.",
                "Set workers.container to 1920m."));
  }

  @Test
  void filesInMemoryCountTowardsTheLimit() {
    Workers small = workers(1, 1, 1024, 1920);
    InMemoryFiles files =
        new InMemoryFiles(new MemorySize(92), new MemorySize(64), new MemorySize(400));
    Workers withFiles = new Workers(1, 1, small.memory(), small.container(), files);
    Job job = job("big", executor(1, 1, 1024));

    assertThat(PlanReport.of(plan(small, job)).findings()).isEmpty();
    assertThat(PlanReport.of(plan(withFiles, job)).findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.refused()).isTrue();
              assertThat(finding.message())
                  .contains("1,996 MB, but its limit is 1,920 MB")
                  .contains("staged jars in memory 92 MB, uploads in memory 64 MB");
            });
  }

  @Test
  void measuredUseIsJudged() {
    Executor executor =
        new Executor(
            new Budget(new MemorySize(480), new MemorySize(256)),
            1,
            1,
            Optional.of(new MemorySize(800)));
    assertThat(PlanReport.of(plan(workers(1, 1, 480, 2048), job("much", executor))).findings())
        .containsExactly(
            new Finding(
                true,
                "worker 1",
                "The executor of much used 800 MB, which is more than its budget of 736 MB (heap"
                    + " and overhead).",
                "Raise its overhead by 64m."));

    Driver driver =
        new Driver(
            new Budget(new MemorySize(480), new MemorySize(120)),
            InMemoryFiles.NONE,
            Optional.of(new MemorySize(500)));
    assertThat(PlanReport.of(plan(workers(1, 1, 480, 2048), with(driver))).findings())
        .containsExactly(
            new Finding(
                false,
                "driver of trades",
                "Its processes used 500 MB, which is 84 % of its limit of 600 MB and more than"
                    + " the target of 75 %.",
                "Set driver.heap + driver.overhead + driver.tmpfs to 667m."));
  }

  @Test
  void heapsThatSparkRefusesAreRefused() {
    PlanReport report =
        PlanReport.of(plan(workers(1, 1, 2048, 2048), job("tiny", executor(1, 1, 400))));
    assertThat(report.findings())
        .contains(
            new Finding(
                true,
                "tiny",
                "The executor has a heap of 400 MB. A plan requires 480 MB: Spark requires 450 MB,"
                    + " and does not count one survivor space.",
                "Set executor.heap to 480m."));
  }

  @Test
  void cyclesThatHeapsDoNotHoldAreRefused() {
    Job job = job("small", executor(1, 1, 480), OptionalLong.of(700_000), Optional.empty());
    Finding finding = PlanReport.of(plan(workers(1, 1, 1024, 2048), job)).findings().get(0);
    assertThat(finding)
        .isEqualTo(
            new Finding(
                true,
                "small",
                "A cycle has up to 700,000 records, but the executors' heaps have room for 608,174"
                    + " of 200 bytes.",
                "Set maxRecordsPerCycle to 608174, or executor.heap to 498m."));
    assertThat(records(608_174, 480)).isTrue();
    assertThat(records(608_175, 480)).isFalse();
    assertThat(records(700_000, 498)).isTrue();
    assertThat(records(700_000, 497)).isFalse();
  }

  private static boolean records(long records, int heap) {
    Job job = job("small", executor(1, 1, heap), OptionalLong.of(records), Optional.empty());
    return PlanReport.of(plan(workers(1, 1, 1024, 2048), job)).holds();
  }

  @Test
  void moreCoresThanPartitionsAreAWarning() {
    PlanReport report =
        PlanReport.of(plan(workers(2, 4, 4096, 8192), job("wide", executor(2, 4, 4096))));
    assertThat(report.holds()).isTrue();
    assertThat(report.findings())
        .containsExactly(
            new Finding(
                false,
                "wide",
                "The executors have 8 cores, and a topic has 6 partitions. Several tasks will read"
                    + " one partition, which makes its broker the limit.",
                "Use at most 6 cores, or more partitions."));
  }

  @Test
  void cyclesLongerThanTheTriggerAreRefused() {
    assertThat(cycleOf(Duration.ofMillis(9_900), 100_000).findings()).isEmpty();
    assertThat(cycleOf(Duration.ofSeconds(9), 5_000).findings())
        .containsExactly(
            new Finding(
                true,
                "slow",
                "The cycles of one trigger take 11,000 ms, but the trigger is 10,000 ms.",
                "Set trigger to 12s."));
    assertThat(cycleOf(Duration.ofSeconds(1), 1000).findings())
        .containsExactly(
            new Finding(
                true,
                "slow",
                "1,000 messages arrive per second, but the job processes 1,000. It would never"
                    + " catch up.",
                "Give the job more cores, and measure recordsPerSecond again."));
  }

  @Test
  void manySmallCyclesDoNotOverflow() {
    Job small =
        job(
            "small",
            executor(1, 1, 480),
            OptionalLong.of(1),
            Optional.of(new MeasuredCycle(Duration.ofMillis(1), 200_000)));
    Job job =
        new Job(
            small.name(),
            small.pipeline(),
            small.exchanges(),
            small.partitions(),
            small.driver(),
            small.executor(),
            100_000,
            small.recordBytes(),
            Duration.ofDays(1),
            small.maxRecordsPerCycle(),
            small.measured());
    assertThat(Cycle.of(job).cycleMs()).contains(8_683_200_000L);
  }

  private static PlanReport cycleOf(Duration fixed, int recordsPerSecond) {
    Job job =
        job(
            "slow",
            executor(1, 1, 1024),
            OptionalLong.empty(),
            Optional.of(new MeasuredCycle(fixed, recordsPerSecond)));
    return PlanReport.of(plan(workers(1, 1, 1024, 2048), job));
  }

  private static ResourcePlan withContainer(ResourcePlan plan, int megabytes) {
    Workers now = plan.workers();
    Workers changed =
        new Workers(now.count(), now.cores(), now.memory(), new MemorySize(megabytes), now.tmpfs());
    return new ResourcePlan(plan.name(), changed, plan.daemons(), plan.jobs());
  }

  private static Job with(Driver driver) {
    Job job = job("trades", executor(1, 1, 480));
    return new Job(
        job.name(),
        job.pipeline(),
        List.of("binance"),
        job.partitions(),
        driver,
        job.executor(),
        job.rate(),
        job.recordBytes(),
        job.trigger(),
        job.maxRecordsPerCycle(),
        job.measured());
  }
}
