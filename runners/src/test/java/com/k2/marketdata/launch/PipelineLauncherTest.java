package com.k2.marketdata.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.cycle.ExchangeCycles;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.options.TradePipelineOptions;
import com.k2.marketdata.pipeline.TradePipeline;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** With which code a process ends. */
class PipelineLauncherTest {
  private static final String[] ARGUMENTS = {
    "--exchange=binance", "--bootstrapServers=localhost:1"
  };

  /** A pipeline that ends as it begins. */
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
  void aFailureWithANameHasItsOwnCode() {
    assertThat(exitCode(() -> new HoleException("gone"))).isEqualTo(ExitCode.HOLE);
    assertThat(new PipelineLauncher(new Failing(AssertionError::new)).exitCode("--exchange=nix"))
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void whatNobodyForesawIsNotTakenForADiscrepancy() {
    assertThat(exitCode(() -> new IllegalStateException("a defect")))
        .isEqualTo(ExitCode.UNFORESEEN);
    assertThat(exitCode(() -> new OutOfMemoryError("a full heap"))).isEqualTo(ExitCode.UNFORESEEN);
  }

  private static ExitCode exitCode(Supplier<? extends Throwable> failure) {
    return new PipelineLauncher(new Failing(failure)).exitCode(ARGUMENTS);
  }
}
