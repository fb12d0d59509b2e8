package com.k2.marketdata.lake.maintain.compact;

import static com.k2.marketdata.lake.maintain.compact.Compactions.AT_ONCE;
import static com.k2.marketdata.lake.maintain.compact.Compactions.load;
import static com.k2.marketdata.lake.maintain.compact.Compactions.plan;
import static com.k2.marketdata.lake.maintain.compact.Compactions.rewrite;
import static com.k2.marketdata.testing.CycleFixture.EVERY_FIFTH;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.lake.maintain.compact.RewrittenGroup.Failed;
import com.k2.marketdata.lake.maintain.compact.RewrittenGroup.Missing;
import com.k2.marketdata.lake.maintain.compact.RewrittenGroup.Written;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.testing.CycleFixture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.mapping.MappingUtil;
import org.apache.iceberg.mapping.NameMappingParser;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Comparators;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GroupRewriterTest {
  private static final String DICTIONARY =
      TableProperties.PARQUET_DICT_ENCODING_ENABLED_COLUMN_PREFIX;

  @TempDir private Path folder;
  private CycleFixture tables;

  @BeforeEach
  void fill() {
    tables = new CycleFixture(folder, "trades");
    for (int cycle = 1; cycle <= 3; cycle++) {
      tables.run("c" + cycle, EVERY_FIFTH, 20L * cycle, 20L * cycle);
    }
  }

  @ParameterizedTest
  @EnumSource
  void rowsAreThoseOfTheFilesInOrder(TableRole role) throws IOException {
    Table table = load(tables, role);
    List<Record> expected = new ArrayList<>();
    for (DataFile file : Compactions.files(table)) {
      expected.addAll(rows(table, file));
    }
    assertThat(expected).hasSizeGreaterThan(20);
    assertThat(rows(table, written(table))).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void metricsAreThoseOfAllFiles(TableRole role) {
    Table table = load(tables, role);
    List<DataFile> inputs = Compactions.files(table);
    DataFile output = written(table);
    assertThat(output.recordCount())
        .isEqualTo(inputs.stream().mapToLong(DataFile::recordCount).sum());
    assertThat(output.partition()).isEqualTo(inputs.get(0).partition());
    assertThat(output.valueCounts()).isEqualTo(merged(inputs, DataFile::valueCounts, Long::sum));
    assertThat(output.nullValueCounts())
        .isEqualTo(merged(inputs, DataFile::nullValueCounts, Long::sum));
    assertThat(bounds(table, output.lowerBounds()))
        .isNotEmpty()
        .isEqualTo(extremes(table, inputs, DataFile::lowerBounds, -1));
    assertThat(bounds(table, output.upperBounds()))
        .isEqualTo(extremes(table, inputs, DataFile::upperBounds, 1));
  }

  @ParameterizedTest
  @EnumSource
  void columnsAreStoredAsCyclesStoreThem(TableRole role) throws IOException {
    Table table = load(tables, role);
    DataFile output = written(table);
    assertThat(storage(output)).isEqualTo(storage(Compactions.files(table).get(0)));
    assertThat(blocks(output).get(0).getColumns())
        .filteredOn(ColumnChunkMetaData::hasDictionaryPage)
        .extracting(column -> table.properties().get(DICTIONARY + column.getPath().toDotString()))
        .containsOnlyNulls();
  }

  @Test
  void settingsOfTheTableApply() throws IOException {
    Table bronze = tables.bronze();
    bronze
        .updateProperties()
        .set("write.parquet.compression-codec", "gzip")
        .set("write.parquet.bloom-filter-enabled.column.offset", "true")
        .commit();
    BlockMetaData block = blocks(written(bronze)).get(0);
    assertThat(block.getColumns()).allMatch(column -> column.getCodec().name().equals("GZIP"));
    assertThat(block.getColumns())
        .filteredOn(column -> column.getPath().toDotString().equals("offset"))
        .allMatch(column -> column.getBloomFilterOffset() > 0);
  }

  @Test
  void rowGroupsAreLimited() throws IOException {
    Table bronze = tables.bronze();
    bronze.updateProperties().set("write.parquet.row-group-size-bytes", "1000").commit();
    assertThat(blocks(written(bronze))).hasSizeGreaterThan(1);
    assertThat(GroupRewriter.rowGroupBytes(bronze)).isEqualTo(1000);
    bronze.updateProperties().remove("write.parquet.row-group-size-bytes").commit();
    assertThat(GroupRewriter.rowGroupBytes(bronze)).isEqualTo(32 << 20);
  }

  /** Files that another tool imported: no field ids, another order, no partition column. */
  @Test
  void importedFilesAreReadByTheNameMapping() throws IOException {
    Table bronze = tables.bronze();
    List<DataFile> files = Compactions.files(bronze);
    List<Record> expected = new ArrayList<>(rows(bronze, files.get(0)));
    expected.addAll(rows(bronze, files.get(1)));
    Path folder = path(files.get(0)).getParent();
    RewriteGroup group =
        RewriteGroup.of(
            plan(bronze, AT_ONCE).groups().get(0).basis(),
            List.of(
                ImportedFile.of(bronze, files.get(0), folder.resolve("imported.parquet")),
                files.get(1)),
            0);
    assertThat(((Failed) new GroupRewriter(bronze).rewrite(group).outcome()).why())
        .contains("imported.parquet has no field ids")
        .contains("schema.name-mapping.default");
    bronze
        .updateProperties()
        .set(
            TableProperties.DEFAULT_NAME_MAPPING,
            NameMappingParser.toJson(MappingUtil.create(bronze.schema())))
        .commit();
    Written written = (Written) new GroupRewriter(bronze).rewrite(group).outcome();
    assertThat(rows(bronze, written.file())).isEqualTo(expected);
  }

  /** Silver gets a column in a later version; older files do not have it. */
  @Test
  void filesFromBeforeAnAddedColumnHaveNulls() throws IOException {
    Table silver = load(tables, TableRole.SILVER);
    silver.updateSchema().addColumn("added", Types.StringType.get()).commit();
    List<Record> rows = rows(silver, written(silver));
    assertThat(rows).hasSize(96).allMatch(row -> row.getField("added") == null);
    assertThat(rows).allMatch(row -> row.getField("trade_id") != null);
  }

  @Test
  void missingFileIsReported() throws IOException {
    Table bronze = tables.bronze();
    CompactPlan plan = plan(bronze, AT_ONCE);
    Files.delete(path(plan.groups().get(0).files().get(3)));
    long before = dataFiles();
    assertThat(rewrite(bronze, plan).get(0).outcome()).isInstanceOf(Missing.class);
    assertThat(dataFiles()).as("the incomplete output is deleted").isEqualTo(before);
  }

  @Test
  void groupWithADamagedFileFails() throws IOException {
    Table bronze = tables.bronze();
    CompactPlan plan = plan(bronze, AT_ONCE);
    DataFile damaged = plan.groups().get(0).files().get(3);
    Files.write(path(damaged), new byte[100]);
    assertThat(((Failed) rewrite(bronze, plan).get(0).outcome()).why())
        .startsWith(damaged.location() + " could not be copied: ");
  }

  @Test
  void anotherNumberOfRowsFails() throws IOException {
    Table bronze = tables.bronze();
    RewriteGroup group = plan(bronze, AT_ONCE).groups().get(0);
    List<DataFile> files = new ArrayList<>(group.files());
    files.set(
        0,
        DataFiles.builder(bronze.spec())
            .copy(files.get(0))
            .withRecordCount(files.get(0).recordCount() + 1)
            .build());
    long before = dataFiles();
    RewrittenGroup.Outcome outcome =
        new GroupRewriter(bronze).rewrite(RewriteGroup.of(group.basis(), files, 0)).outcome();
    assertThat(outcome)
        .isEqualTo(
            new Failed(
                files.get(0).location()
                    + " has "
                    + files.get(0).recordCount()
                    + " rows by the manifest, but "
                    + (files.get(0).recordCount() - 1)
                    + " were read"));
    assertThat(dataFiles()).isEqualTo(before);
  }

  private static DataFile written(Table table) {
    List<RewrittenGroup> groups = rewrite(table, plan(table, AT_ONCE));
    assertThat(groups).hasSize(1);
    return ((Written) groups.get(0).outcome()).file();
  }

  private static List<Record> rows(Table table, DataFile file) throws IOException {
    try (CloseableIterable<Record> rows =
        Parquet.read(table.io().newInputFile(file.location()))
            .project(table.schema())
            .createReaderFunc(type -> GenericParquetReaders.buildReader(table.schema(), type))
            .build()) {
      List<Record> all = new ArrayList<>();
      rows.forEach(all::add);
      return all;
    }
  }

  private static <T> Map<Integer, T> merged(
      List<DataFile> files, Function<DataFile, Map<Integer, T>> metric, BinaryOperator<T> merge) {
    Map<Integer, T> all = new TreeMap<>();
    for (DataFile file : files) {
      metric.apply(file).forEach((column, value) -> all.merge(column, value, merge));
    }
    return all;
  }

  private static Map<Integer, Object> bounds(Table table, Map<Integer, ByteBuffer> bounds) {
    Map<Integer, Object> values = new TreeMap<>();
    bounds.forEach(
        (column, bound) ->
            values.put(column, Conversions.fromByteBuffer(table.schema().findType(column), bound)));
    return values;
  }

  private static Map<Integer, Object> extremes(
      Table table,
      List<DataFile> files,
      Function<DataFile, Map<Integer, ByteBuffer>> metric,
      int sign) {
    Map<Integer, Object> all = new TreeMap<>();
    for (DataFile file : files) {
      bounds(table, metric.apply(file))
          .forEach(
              (column, bound) ->
                  all.merge(
                      column,
                      bound,
                      (a, b) -> order(table, column).compare(a, b) * sign >= 0 ? a : b));
    }
    return all;
  }

  private static Comparator<Object> order(Table table, int column) {
    Type type = table.schema().findType(column);
    return Comparators.forType(type.asPrimitiveType());
  }

  /** The codec of each column, the version of its pages, and whether it has statistics. */
  private static List<String> storage(DataFile file) throws IOException {
    List<String> columns = new ArrayList<>();
    for (ColumnChunkMetaData column : blocks(file).get(0).getColumns()) {
      columns.add(
          column.getPath()
              + " "
              + column.getCodec()
              + " "
              + column.getEncodingStats().usesV2Pages()
              + " "
              + column.getStatistics().hasNonNullValue());
    }
    return columns;
  }

  private static List<BlockMetaData> blocks(DataFile file) throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(
                new org.apache.hadoop.fs.Path(path(file).toUri()), new Configuration()))) {
      return reader.getFooter().getBlocks();
    }
  }

  private static Path path(DataFile file) {
    return Path.of(file.location().replaceFirst("^file:", ""));
  }

  private long dataFiles() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(".parquet")).count();
    }
  }
}
