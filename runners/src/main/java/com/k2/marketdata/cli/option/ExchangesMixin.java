package com.k2.marketdata.cli.option;

import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.operate.ExchangeLake;
import com.k2.marketdata.options.ExchangeNames;
import java.util.List;
import picocli.CommandLine.Option;

/** The exchanges whose trades and dead letters a command reads. */
public final class ExchangesMixin {
  @Option(
      names = "--exchange",
      split = ",",
      paramLabel = "NAME",
      completionCandidates = ExchangeNames.class,
      description =
          "The exchanges, comma separated: ${COMPLETION-CANDIDATES}. Default: all that have a"
              + " silver table.")
  private List<String> exchanges = List.of();

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description =
          "The topic of the tables, for one exchange. Default: market.crypto.trades.EXCHANGE.raw,"
              + " or the only topic in which they have a position.")
  private String topic;

  /**
   * The tables of each exchange.
   *
   * @throws UsageException if a named exchange has no tables, or none has silver
   */
  public List<ExchangeLake> lakes(CatalogMixin mixin) {
    if (topic != null && exchanges.size() != 1) {
      throw new UsageException("--topic=" + topic + " requires a single --exchange.");
    }
    CatalogConfig catalog = mixin.catalog();
    if (topic != null) {
      return List.of(ExchangeLake.open(catalog, Exchanges.named(exchanges.get(0)), topic));
    }
    if (!exchanges.isEmpty()) {
      return open(catalog, exchanges.stream().map(Exchanges::named).toList());
    }
    List<Exchange> withSilver =
        Exchanges.all().stream()
            .filter(each -> ExchangeLake.find(catalog, each, each.topic()).silver().isPresent())
            .toList();
    if (withSilver.isEmpty()) {
      throw new UsageException(
          "Namespace "
              + catalog.namespace()
              + " has no silver table yet. `k2 run medallion --exchange=NAME` creates it.");
    }
    return open(catalog, withSilver);
  }

  private static List<ExchangeLake> open(CatalogConfig catalog, List<Exchange> chosen) {
    return chosen.stream().map(each -> ExchangeLake.open(catalog, each)).toList();
  }
}
