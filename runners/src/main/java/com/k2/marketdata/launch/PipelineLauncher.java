package com.k2.marketdata.launch;

import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.cycle.ExchangeCycles;
import com.k2.marketdata.cycle.Version;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.failure.K2Exception;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.launch.runner.Runners;
import com.k2.marketdata.loop.CycleLoop;
import com.k2.marketdata.loop.HealthFile;
import com.k2.marketdata.loop.LoopSettings;
import com.k2.marketdata.loop.StopSignal;
import com.k2.marketdata.options.TradePipelineOptions;
import com.k2.marketdata.options.form.Quantities;
import com.k2.marketdata.pipeline.BronzePipeline;
import com.k2.marketdata.pipeline.MedallionPipeline;
import com.k2.marketdata.pipeline.SilverPipeline;
import com.k2.marketdata.pipeline.TradePipeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a pipeline with the arguments of a command line. */
public final class PipelineLauncher {
  private static final Logger LOG = LoggerFactory.getLogger(PipelineLauncher.class);

  private static final List<TradePipeline> ALL =
      List.of(new BronzePipeline(), new SilverPipeline(), new MedallionPipeline());

  private final TradePipeline pipeline;

  public PipelineLauncher(TradePipeline pipeline) {
    this.pipeline = pipeline;
  }

  /**
   * The launcher of the pipeline with this name.
   *
   * @throws UsageException if there is no such pipeline
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
                        + "'. The pipelines are: "
                        + String.join(", ", names())));
  }

  /** The pipeline that it runs. */
  public TradePipeline pipeline() {
    return pipeline;
  }

  /** The names of all pipelines. */
  public static List<String> names() {
    return ALL.stream().map(TradePipeline::name).toList();
  }

  /** Runs the pipeline and exits the process. */
  void main(String[] args) {
    System.exit(exitCode(args).code());
  }

  /** Runs the pipeline, logs a failure, and returns the exit code. */
  ExitCode exitCode(String... args) {
    return LoggedExit.of(
        pipeline.name(),
        args,
        () -> {
          run(args);
          return ExitCode.DONE;
        });
  }

  /**
   * Runs until the trigger ends the run or a stop signal arrives. With {@code --onFatal=hold}, does
   * not return after a failure that a restart would repeat.
   *
   * @param args options in the form of {@link Arguments}
   * @throws K2Exception the failure that ended the run
   */
  public void run(String... args) {
    FatalHold.around(pipeline.name(), args, () -> runOnce(args));
  }

  /**
   * Checks the arguments as a run does before it connects to anything. Reads no file, and does not
   * use the local stack.
   *
   * @param args options in the form of {@link Arguments}
   * @throws UsageException if an argument is wrong
   */
  public void requireValid(String... args) {
    TradePipelineOptions options = parse(args);
    exchanges(options);
    LoopSettings.of(options);
    stopGrace(options);
    Runners.requireValid(options);
    pipeline.requireValid(options);
  }

  private TradePipelineOptions parse(String... args) {
    return Arguments.parseJob(TradePipelineOptions.class, "k2-" + pipeline.name(), args);
  }

  private static List<Exchange> exchanges(TradePipelineOptions options) {
    List<Exchange> exchanges =
        options.getExchange().stream().distinct().map(Exchanges::named).toList();
    requireSingle(exchanges, "topic", options.getTopic());
    requireSingle(exchanges, "topicIdentity", options.getTopicIdentity());
    requireSingle(exchanges, "symbolList", options.getSymbolList());
    return exchanges;
  }

  private static Duration stopGrace(TradePipelineOptions options) {
    return Quantities.duration("stopGrace", options.getStopGrace());
  }

  private ExitCode runOnce(String... args) {
    TradePipelineOptions options = parse(args);
    LocalDefaults.applyTo(options);
    List<Exchange> exchanges = exchanges(options);
    LoopSettings settings = LoopSettings.of(options);
    HealthFile health = HealthFile.start(options.getHealthFile());
    StopSignal stop = new StopSignal();
    try (CycleRunner runner = Runners.of(options);
        StopHook hook = StopHook.install(stop, stopGrace(options), runner::cancel)) {
      List<ExchangeCycles> cycles = new ArrayList<>();
      try {
        for (Exchange exchange : exchanges) {
          cycles.add(pipeline.cycles(options, exchange, runner));
        }
        LOG.info(
            "{} of {} starts on {}, K2 {}",
            pipeline.name(),
            options.getExchange(),
            options.getRunner().getSimpleName(),
            Version.get());
        ExitCode code =
            Watchdog.during(
                runner,
                options,
                health,
                hook::startStallTimer,
                hook::endStalled,
                () -> {
                  new CycleLoop(runner, settings, stop, health, cycles).run();
                  return ExitCode.DONE;
                });
        LOG.info("{} of {} is done{}", pipeline.name(), options.getExchange(), hook.reason());
        return code;
      } finally {
        cycles.forEach(ExchangeCycles::close);
      }
    }
  }

  private static void requireSingle(List<Exchange> exchanges, String option, String value) {
    if (value != null && exchanges.size() > 1) {
      throw new UsageException(
          "--"
              + option
              + "="
              + value
              + " requires a single --exchange. Start one process per exchange.");
    }
  }
}
