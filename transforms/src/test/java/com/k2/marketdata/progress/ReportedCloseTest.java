package com.k2.marketdata.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.junit.jupiter.api.Test;

class ReportedCloseTest {
  private static final Duration INTERVAL = Duration.ofMillis(1);
  private static final Duration NEVER = Duration.ofDays(1);
  private static final long MEGABYTE = 1_000_000;

  @Test
  void slowCloseReportsOncePerMegabyte() throws IOException {
    assertThat(reportsUntilTheReporterEnds(3 * MEGABYTE)).isEqualTo(3);
    assertThat(reportsUntilTheReporterEnds(1_000 * MEGABYTE)).isEqualTo(180);
  }

  /** The file is closed when the reporter has ended, as if the close had hung. */
  private static long reportsUntilTheReporterEnds(long bytes) throws IOException {
    long[] during = new long[1];
    long before = TaskProgress.inThisProcess();
    ReportedClose.close(
        () -> {
          reporter().forEach(ReportedCloseTest::join);
          during[0] = TaskProgress.inThisProcess() - before;
        },
        bytes,
        INTERVAL);
    assertThat(TaskProgress.inThisProcess() - before).isEqualTo(during[0] + 1);
    return during[0];
  }

  @Test
  void smallFileIsReportedWhenItIsClosed() throws IOException {
    long before = TaskProgress.inThisProcess();
    ReportedClose.close(() -> assertThat(reporter()).isEmpty(), MEGABYTE - 1, INTERVAL);
    assertThat(TaskProgress.inThisProcess() - before).isEqualTo(1);
  }

  @Test
  void reporterEndsWithTheClose() throws IOException {
    Thread[] reporter = new Thread[2];
    ReportedClose.close(() -> reporter[0] = onlyReporter(), MEGABYTE, NEVER);
    join(reporter[0]);
    assertThatThrownBy(
            () ->
                ReportedClose.close(
                    () -> {
                      reporter[1] = onlyReporter();
                      throw new IOException("the store is down");
                    },
                    MEGABYTE,
                    NEVER))
        .hasMessage("the store is down");
    join(reporter[1]);
  }

  /** The thread of the reporter is not one of the runner. */
  @Test
  void reportsAreMetricsOfTheTask() {
    Pipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    pipeline.apply(Create.of(1)).apply("Close", ParDo.of(new CloseFn()));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertThat(
            result
                .metrics()
                .queryMetrics(
                    MetricsFilter.builder()
                        .addNameFilter(MetricNameFilter.named("k2.progress", "signs"))
                        .build())
                .getCounters())
        .singleElement()
        .satisfies(signs -> assertThat(signs.getAttempted()).isEqualTo(6));
  }

  private static final class CloseFn extends DoFn<Integer, Void> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void close() throws IOException {
      ReportedClose.close(
          () -> reporter().forEach(ReportedCloseTest::join), 5 * MEGABYTE, INTERVAL);
    }
  }

  private static Thread onlyReporter() {
    assertThat(reporter()).hasSize(1);
    return reporter().get(0);
  }

  private static List<Thread> reporter() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("k2-close-progress"))
        .toList();
  }

  private static void join(Thread thread) {
    try {
      thread.join(60_000);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    assertThat(thread.isAlive()).isFalse();
  }
}
