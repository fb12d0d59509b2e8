package com.k2.marketdata.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.cycle.ExchangeCycles;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.options.TradePipelineOptions;
import com.k2.marketdata.pipeline.TradePipeline;
import java.nio.file.InvalidPathException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Options and exit codes of a pipeline. */
class PipelineLauncherTest {
  private static final String[] ARGUMENTS = {
    "--exchange=binance", "--bootstrapServers=localhost:1"
  };

  /** A pipeline that fails when it starts. */
  private record Failing(Supplier<? extends Throwable> failure) implements TradePipeline {
    @Override
    public String name() {
      return "failing";
    }

    @Override
    public ExchangeCycles cycles(
        TradePipelineOptions options, Exchange exchange, CycleRunner runner) {
      Throwable thrown = failure.get();
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) thrown;
    }
  }

  @Test
  void k2ExceptionHasItsOwnExitCode() {
    assertThat(exitCode(() -> new HoleException("gone"))).isEqualTo(ExitCode.HOLE);
    assertThat(new PipelineLauncher(new Failing(AssertionError::new)).exitCode("--exchange=nix"))
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void invalidPathIsAUsageError() {
    assertThat(exitCode(() -> new InvalidPathException("/tmp/ü", "unmappable")))
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void unexpectedErrorIsNotADiscrepancy() {
    assertThat(exitCode(() -> new IllegalStateException("a defect")))
        .isEqualTo(ExitCode.UNEXPECTED);
    assertThat(exitCode(() -> new OutOfMemoryError("a full heap"))).isEqualTo(ExitCode.UNEXPECTED);
  }

  @Test
  void jobNameIsPassedToThePipeline() {
    AtomicReference<String> seen = new AtomicReference<>();
    TradePipeline pipeline =
        new TradePipeline() {
          @Override
          public String name() {
            return "named";
          }

          @Override
          public ExchangeCycles cycles(
              TradePipelineOptions options, Exchange exchange, CycleRunner runner) {
            seen.set(options.getJobName());
            throw new HoleException("seen enough");
          }
        };
    new PipelineLauncher(pipeline).exitCode(ARGUMENTS);
    assertThat(seen).hasValue("k2-named");
    new PipelineLauncher(pipeline).exitCode(ARGUMENTS[0], ARGUMENTS[1], "--jobName=mine");
    assertThat(seen).hasValue("mine");
  }

  private static ExitCode exitCode(Supplier<? extends Throwable> failure) {
    return new PipelineLauncher(new Failing(failure)).exitCode(ARGUMENTS);
  }
}
