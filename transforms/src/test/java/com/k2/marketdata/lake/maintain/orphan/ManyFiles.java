package com.k2.marketdata.lake.maintain.orphan;

import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.LocalCatalog;
import com.k2.marketdata.lake.maintain.MaintenanceRun;
import com.k2.marketdata.lake.maintain.orphan.search.OrphanSearch;
import com.k2.marketdata.lake.maintain.orphan.search.OrphanSettings;
import com.k2.marketdata.lake.table.BronzeTable;
import com.k2.marketdata.lake.table.TableSetup;
import com.k2.marketdata.testing.RawTrades;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.hadoop.HadoopFileIO;
import org.apache.iceberg.io.FileInfo;

/**
 * A process that removes the orphans of a table with a million data files, which exist only in
 * metadata and in listings. Writes what it did to the file {@code result} in its folder.
 */
final class ManyFiles {
  private static final int LIVE = 1_000_000;
  private static final int ORPHANS = 5_000;
  private static final int FILES_PER_COMMIT = 50_000;
  private static final String TABLE = "bronze_binance_trades";

  private ManyFiles() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    CatalogConfig config = config(folder);
    fill(new TableSetup(config).ensure(BronzeTable.definition(RawTrades.BINANCE)));
    long begin = System.nanoTime();
    OrphanResult result =
        OrphanRun.delete(
            OrphanSearch.of(
                config,
                TABLE,
                OrphanSettings.DEFAULTS.executing(),
                new MaintenanceRun("test"),
                Instant.now().plus(Duration.ofDays(5))));
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
    Files.writeString(
        folder.resolve("result"),
        "%d listed, %d deleted in %d s"
            .formatted(result.found().listed(), result.deleted(), seconds));
  }

  private static CatalogConfig config(Path folder) {
    CatalogConfig local = LocalCatalog.in(folder, "market_data");
    Map<String, String> properties = new HashMap<>(local.properties());
    properties.put("io-impl", Listings.class.getName());
    return new CatalogConfig(local.namespace(), properties);
  }

  private static void fill(Table table) {
    for (int commit = 0; commit < LIVE / FILES_PER_COMMIT; commit++) {
      AppendFiles append = table.newFastAppend();
      for (int i = 0; i < FILES_PER_COMMIT; i++) {
        append.appendFile(
            DataFiles.builder(table.spec())
                .withPath(table.location() + "/data/" + name(commit * FILES_PER_COMMIT + i))
                .withPartitionPath("ingestion_date=2026-01-01")
                .withFileSizeInBytes(100)
                .withRecordCount(1)
                .build());
      }
      append.commit();
    }
  }

  private static String name(int number) {
    return "ingestion_date=2026-01-01/00000-%d-%s-00001.parquet"
        .formatted(number, UUID.nameUUIDFromBytes(Integer.toString(number).getBytes()));
  }

  /** Lists the files of the metadata, and as many orphans; deletes nothing. */
  public static final class Listings extends HadoopFileIO {
    @Override
    public Iterable<FileInfo> listPrefix(String prefix) {
      if (!prefix.endsWith("/data/")) {
        return super.listPrefix(prefix);
      }
      Stream<FileInfo> files =
          IntStream.range(0, LIVE + ORPHANS)
              .mapToObj(number -> new FileInfo(prefix + name(number), 100, 1_000));
      return files::iterator;
    }

    @Override
    public void deleteFiles(Iterable<String> paths) {
      List<String> all = new ArrayList<>();
      paths.forEach(all::add);
    }
  }
}
