package com.k2.marketdata.launch;

import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.cycle.ExchangeCycles;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.failure.K2Exception;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.loop.CycleLoop;
import com.k2.marketdata.loop.LoopSettings;
import com.k2.marketdata.loop.StopSignal;
import com.k2.marketdata.options.CatalogSettings;
import com.k2.marketdata.options.Quantities;
import com.k2.marketdata.options.TradePipelineOptions;
import com.k2.marketdata.pipeline.BronzePipeline;
import com.k2.marketdata.pipeline.MedallionPipeline;
import com.k2.marketdata.pipeline.SilverPipeline;
import com.k2.marketdata.pipeline.TradePipeline;
import com.k2.marketdata.stack.LocalStack;
import com.k2.marketdata.stack.StateFolder;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a pipeline from a command line to its exit code. */
public final class PipelineLauncher {
  private static final Logger LOG = LoggerFactory.getLogger(PipelineLauncher.class);

  private static final List<TradePipeline> ALL =
      List.of(new BronzePipeline(), new SilverPipeline(), new MedallionPipeline());

  private final TradePipeline pipeline;

  public PipelineLauncher(TradePipeline pipeline) {
    this.pipeline = pipeline;
  }

  /**
   * The launcher of a pipeline.
   *
   * @throws UsageException if there is none of that name
   */
  public static PipelineLauncher named(String name) {
    return ALL.stream()
        .filter(pipeline -> pipeline.name().equals(name))
        .findFirst()
        .map(PipelineLauncher::new)
        .orElseThrow(
            () ->
                new UsageException(
                    "There is no pipeline '"
                        + name
                        + "'. There are: "
                        + String.join(", ", names())));
  }

  /** What it launches. */
  public TradePipeline pipeline() {
    return pipeline;
  }

  /** The names of all pipelines. */
  public static List<String> names() {
    return ALL.stream().map(TradePipeline::name).toList();
  }

  /** Runs and ends the process; for a class's main. */
  void main(String[] args) {
    System.exit(exitCode(args).code());
  }

  /** Runs to the code that the process ends with. */
  ExitCode exitCode(String... args) {
    try {
      run(args);
      return ExitCode.DONE;
    } catch (K2Exception e) {
      LOG.error(
          "{} ends with exit code {}: {}", pipeline.name(), e.exitCode().code(), e.getMessage());
      return e.exitCode();
    } catch (RuntimeException | Error e) {
      // Left alone it would end the process with 1, which is the code for discrepancies.
      LOG.error("{} ends with exit code {}", pipeline.name(), ExitCode.UNFORESEEN.code(), e);
      return ExitCode.UNFORESEEN;
    }
  }

  /**
   * Runs until the trigger's end or a stop signal.
   *
   * @throws K2Exception for what it cannot get over
   */
  public void run(String... args) {
    TradePipelineOptions options = Arguments.parse(TradePipelineOptions.class, args);
    options.setJobName("k2-" + pipeline.name());
    useLocalStackUnlessToldOtherwise(options);
    List<Exchange> exchanges =
        options.getExchange().stream().distinct().map(Exchanges::named).toList();
    requireSingle(exchanges, "topic", options.getTopic());
    requireSingle(exchanges, "symbolList", options.getSymbolList());
    LoopSettings settings = LoopSettings.of(options);
    StopSignal stop = new StopSignal();
    try (CycleRunner runner = Runners.of(options);
        StopHook hook =
            StopHook.install(
                stop, Quantities.duration("stopGrace", options.getStopGrace()), runner::cancel)) {
      List<ExchangeCycles> cycles = new ArrayList<>();
      try {
        for (Exchange exchange : exchanges) {
          cycles.add(pipeline.cycles(options, exchange, runner));
        }
        LOG.info(
            "{} of {} starts on {}",
            pipeline.name(),
            options.getExchange(),
            options.getRunner().getSimpleName());
        new CycleLoop(runner, settings, stop, cycles).run();
        LOG.info("{} of {} is done{}", pipeline.name(), options.getExchange(), hook.reason());
      } finally {
        cycles.forEach(ExchangeCycles::close);
      }
    }
  }

  private static void useLocalStackUnlessToldOtherwise(TradePipelineOptions options) {
    if (options.getBootstrapServers() == null
        && options.getKafkaConfig() == null
        && options.getKafkaProperties() == null) {
      new LocalStack(StateFolder.at(CatalogSettings.stateFolder(options.getState())))
          .bootstrap()
          .ifPresent(options::setBootstrapServers);
    }
  }

  private static void requireSingle(List<Exchange> exchanges, String option, String value) {
    if (value != null && exchanges.size() > 1) {
      throw new UsageException(
          "--" + option + "=" + value + " goes with one exchange only; start one process each.");
    }
  }
}
