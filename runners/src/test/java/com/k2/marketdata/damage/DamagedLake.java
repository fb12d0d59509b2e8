package com.k2.marketdata.damage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.LocalCatalog;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.testing.LakeFiles;
import com.k2.marketdata.testing.Market;
import com.k2.marketdata.testing.RewrittenRows;
import com.k2.marketdata.testing.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/** The tables of a state folder, as another program that damages them sees them. */
final class DamagedLake {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Exchange BINANCE = Exchanges.named("binance");

  private final Path state;

  DamagedLake(Path state) {
    this.state = state;
  }

  Path state() {
    return state;
  }

  Table table(String name) {
    return Tables.of(state).table(name);
  }

  /** Drops a table from the catalog, but not its files. */
  void drop(String name) {
    CatalogConfig catalog = LocalCatalog.in(state, "market_data");
    catalog.open().dropTable(catalog.table(name), false);
  }

  /** The files of a table, those with the most rows first; of the dead letters, Binance's. */
  List<DataFile> files(String name) {
    List<DataFile> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks =
        table(name).newScan().includeColumnStats().planFiles()) {
      tasks.forEach(task -> files.add(task.file().copy()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    files.removeIf(
        file ->
            name.equals(Market.DEAD_LETTERS) && !file.partition().toString().contains("binance"));
    files.sort(
        Comparator.comparing(DataFile::recordCount).reversed().thenComparing(DataFile::location));
    return files;
  }

  /** The path of a table's largest file. */
  Path file(String name) {
    return path(files(name).get(0).location());
  }

  static Path path(String location) {
    return Path.of(location.replaceFirst("^file:(//)?", ""));
  }

  /** The rows of a table's largest file. */
  List<Record> rows(String name) {
    return LakeFiles.rows(table(name), files(name).get(0));
  }

  /** Rewrites the rows of a table's largest file, as an UPDATE or a DELETE of an engine does. */
  void rewrite(String name, Consumer<List<Record>> edit) {
    RewrittenRows.of(table(name), files(name).get(0), rows -> edited(rows, edit));
  }

  /** Changes one row of a table's largest file. */
  void change(String name, Consumer<Record> change) {
    rewrite(name, rows -> change.accept(rows.get(5)));
  }

  /** Changes all rows of a table that match. */
  void changeAll(String name, Predicate<Record> which, Consumer<Record> change) {
    rewriteAll(name, rows -> rows.stream().filter(which).forEach(change));
  }

  /** Removes all rows of a table that match. */
  void remove(String name, Predicate<Record> which) {
    rewriteAll(name, rows -> rows.removeIf(which));
  }

  private void rewriteAll(String name, Consumer<List<Record>> edit) {
    RewrittenRows.of(table(name), rows -> edited(rows, edit));
  }

  private static List<Record> edited(List<Record> rows, Consumer<List<Record>> edit) {
    edit.accept(rows);
    return rows;
  }

  /** Changes Binance's ledger in a table, in a snapshot of its own. */
  void editLedger(String name, Consumer<ObjectNode> edit) {
    Table table = table(name);
    SortedMap<String, Ledger> ledgers = TableLedgers.read(table).byTopic();
    AppendFiles append = table.newAppend();
    ledgers.forEach(
        (topic, ledger) ->
            append.set(
                TableLedgers.KEY + topic,
                topic.equals(BINANCE.topic()) ? edited(ledger, edit) : ledger.toJson()));
    append.commit();
  }

  private static String edited(Ledger ledger, Consumer<ObjectNode> edit) {
    try {
      JsonNode json = JSON.readTree(ledger.toJson());
      edit.accept((ObjectNode) json);
      return JSON.writeValueAsString(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
