package com.k2.marketdata.bench.job;

import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.cycle.ExchangeCycles;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.table.BronzeTable;
import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.SilverTable;
import com.k2.marketdata.lake.table.TableDefinition;
import com.k2.marketdata.lake.table.TableSetup;
import com.k2.marketdata.launch.Arguments;
import com.k2.marketdata.launch.PipelineLauncher;
import com.k2.marketdata.launch.runner.Runners;
import com.k2.marketdata.loop.CycleLoop;
import com.k2.marketdata.loop.HealthFile;
import com.k2.marketdata.loop.LoopSettings;
import com.k2.marketdata.loop.StopSignal;
import com.k2.marketdata.options.TradePipelineOptions;
import com.k2.marketdata.options.settings.CatalogSettings;
import com.k2.marketdata.options.settings.KafkaSettings;
import com.k2.marketdata.verify.Verification;
import com.k2.marketdata.verify.report.VerifyReport;
import java.util.Arrays;
import java.util.List;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;

/**
 * Runs one of K2's pipelines to the end of its topic, into newly created tables, and then verifies
 * the tables row by row. The first argument is the pipeline's name, the last one {@code
 * --expect=RECORDS}, and those between are the pipeline's options.
 */
public final class K2Job {
  private static final String EXPECT = "--expect=";

  private K2Job() {}

  /** Runs the job and exits the process with 0 if the tables are correct. */
  public static void main(String[] args) {
    String pipeline = args[0];
    long expected = Long.parseLong(args[args.length - 1].substring(EXPECT.length()));
    TradePipelineOptions options =
        Arguments.parse(TradePipelineOptions.class, Arrays.copyOfRange(args, 1, args.length - 1));
    options.setJobName("k2-" + pipeline);
    Exchange exchange = Exchanges.named(options.getExchange().get(0));
    CatalogConfig catalog = CatalogSettings.of(options);
    List<TableDefinition> written = written(pipeline, exchange);
    recreate(catalog, written);
    try (CycleRunner runner = Runners.of(options);
        ExchangeCycles cycles =
            PipelineLauncher.named(pipeline).pipeline().cycles(options, exchange, runner)) {
      Marks.begin();
      new CycleLoop(
              runner,
              LoopSettings.of(options),
              new StopSignal(),
              new HealthFile(null),
              List.of(cycles))
          .run();
      Marks.end(expected);
      VerifyReport report =
          new Verification(catalog, KafkaSettings.of(options), true)
              .run(List.of(exchange.name()), runner);
      TablesShape shape = TablesShape.of(tables(catalog, written));
      long expectedRows = pipeline.equals("medallion") ? 2 * expected : expected;
      if (report.exitCode() != ExitCode.DONE || shape.rows() != expectedRows) {
        Marks.failed(shape.rows() + " rows instead of " + expectedRows + "; " + report);
        System.exit(1);
      }
      Marks.verified(shape);
    }
  }

  private static List<TableDefinition> written(String pipeline, Exchange exchange) {
    TableDefinition bronze = BronzeTable.definition(exchange);
    List<TableDefinition> silver =
        List.of(SilverTable.definition(exchange), DeadLetterTable.definition());
    return switch (pipeline) {
      case "bronze" -> List.of(bronze);
      case "silver" -> silver;
      default -> List.of(bronze, silver.get(0), silver.get(1));
    };
  }

  private static void recreate(CatalogConfig catalog, List<TableDefinition> tables) {
    Catalog open = catalog.open();
    for (TableDefinition table : tables) {
      open.dropTable(catalog.table(table.name()), true);
      new TableSetup(catalog).ensure(table);
    }
  }

  private static List<Table> tables(CatalogConfig catalog, List<TableDefinition> written) {
    return written.stream()
        .map(table -> catalog.open().loadTable(catalog.table(table.name())))
        .toList();
  }
}
