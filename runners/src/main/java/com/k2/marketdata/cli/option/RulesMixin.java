package com.k2.marketdata.cli.option;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.options.RuleOptions;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.checkerframework.checker.nullness.qual.Nullable;
import picocli.CommandLine.Option;

/** How messages are decoded and validated, as for the pipelines. */
public final class RulesMixin {
  @Option(
      names = "--schemaRegistry",
      paramLabel = "URL",
      description =
          "The schema registry, as for the pipelines. Default: none; the bundled schemas are used.")
  private @Nullable String schemaRegistry;

  @Option(
      names = "--futureTolerance",
      paramLabel = "DURATION",
      description = "The tolerance for trades in the future, as for the pipelines. Default: 5s.")
  private @Nullable String futureTolerance;

  @Option(
      names = "--maxTradeAge",
      paramLabel = "DURATION",
      description = "The maximum age of a trade, as for the pipelines. Default: 365d.")
  private @Nullable String maxTradeAge;

  @Option(
      names = "--symbolList",
      paramLabel = "FILE|URL",
      description =
          "The symbol list, as for the pipelines; only with a single exchange. Default: the bundled"
              + " list.")
  private @Nullable String symbolList;

  /**
   * Checks that the options apply.
   *
   * @param contents whether messages are judged at all
   * @param exchanges the exchanges that were named
   * @throws UsageException if an option is given that does not apply
   */
  public void requireUsable(boolean contents, List<String> exchanges) {
    if (!contents
        && Stream.of(schemaRegistry, futureTolerance, maxTradeAge, symbolList)
            .anyMatch(option -> option != null)) {
      throw new UsageException(
          "--schemaRegistry, --futureTolerance, --maxTradeAge and --symbolList apply only with"
              + " --contents.");
    }
    if (symbolList != null && exchanges.size() != 1) {
      throw new UsageException(
          "--symbolList is the list of one exchange. Name that exchange with --exchange.");
    }
  }

  public RuleOptions options() {
    RuleOptions options = PipelineOptionsFactory.as(RuleOptions.class);
    if (schemaRegistry != null) {
      options.setSchemaRegistry(schemaRegistry);
    }
    if (futureTolerance != null) {
      options.setFutureTolerance(futureTolerance);
    }
    if (maxTradeAge != null) {
      options.setMaxTradeAge(maxTradeAge);
    }
    if (symbolList != null) {
      options.setSymbolList(symbolList);
    }
    return options;
  }
}
