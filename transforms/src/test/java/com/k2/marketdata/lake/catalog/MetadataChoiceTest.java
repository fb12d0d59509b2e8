package com.k2.marketdata.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.TableSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which metadata file in a table's folder is the current one. */
class MetadataChoiceTest {
  @TempDir private Path state;
  private Table table;

  @BeforeEach
  void create() {
    table =
        new TableSetup(LocalCatalog.in(state, "market_data")).ensure(DeadLetterTable.definition());
  }

  @Test
  void theFileOfTheCatalogIsTheNewest() {
    commit(12);

    MetadataChoice choice = choice();

    assertThat(choice.newest()).get().returns(current(), MetadataFile::name);
    assertThat(choice.candidates()).hasSize(1);
    MetadataFile.Readable newest = choice.newest().orElseThrow();
    assertThat(newest.location()).isEqualTo(metadata().metadataFileLocation());
    assertThat(newest.version()).isEqualTo(12);
    assertThat(newest.snapshots()).isEqualTo(12);
    assertThat(newest.rows()).contains(0L);
    assertThat(newest.log()).hasSize(5);
  }

  @Test
  void uncompressedFilesAreReadToo() {
    table.updateProperties().set("write.metadata.compression-codec", "none").commit();
    commit(1);
    assertThat(current()).endsWith(".metadata.json").doesNotContain(".gz");
    assertThat(choice().newest()).get().returns(current(), MetadataFile::name);
  }

  @Test
  void fileOfALostRaceMakesTwoCandidates() {
    commit(2);
    TableMetadata base = metadata();
    commit(1);
    String lost = leftOver(base, 3);

    MetadataChoice choice = choice();

    assertThat(choice.newest()).isEmpty();
    assertThat(choice.candidates())
        .extracting(MetadataFile::name)
        .containsExactlyInAnyOrder(current(), lost);
  }

  @Test
  void laterCommitsDoNotHideALostRace() {
    commit(2);
    TableMetadata base = metadata();
    commit(1);
    String lost = leftOver(base, 3);
    commit(2);

    MetadataChoice choice = choice();

    assertThat(choice.newest()).isEmpty();
    assertThat(choice.candidates()).extracting(MetadataFile::name).containsExactly(current(), lost);
  }

  @Test
  void fileOlderThanTheLogIsNotACandidate() throws IOException {
    commit(1);
    Path old = file(current());
    byte[] content = Files.readAllBytes(old);
    commit(8);
    assertThat(old).doesNotExist();
    Files.write(old, content); // as if its deletion had failed

    assertThat(choice().newest()).get().returns(current(), MetadataFile::name);
  }

  @Test
  void folderOfTwoTablesHasTwoCandidates() throws IOException {
    commit(9);
    String dropped = current();
    LocalCatalog.in(state, "market_data")
        .open()
        .dropTable(LocalCatalog.in(state, "market_data").table(DeadLetterTable.NAME), false);
    create();
    commit(1);

    assertThat(choice().newest()).isEmpty();
    assertThat(choice().candidates()).extracting(MetadataFile::name).contains(current(), dropped);
  }

  @Test
  void damagedNewestFileNeedsAChoice() throws IOException {
    commit(3);
    Path newest = file(current());
    byte[] content = Files.readAllBytes(newest);
    Files.write(newest, Arrays.copyOf(content, content.length / 2));

    MetadataChoice choice = choice();

    assertThat(choice.newest()).isEmpty();
    assertThat(choice.candidates()).hasSize(4);
    assertThat(choice.candidates().get(0))
        .isInstanceOfSatisfying(
            MetadataFile.Damaged.class,
            damaged -> assertThat(damaged.problem()).startsWith("it cannot be read: "));
  }

  @Test
  void movedTableCannotBeRegistered() throws IOException {
    commit(1);
    Path elsewhere = state.resolve("elsewhere").resolve(DeadLetterTable.NAME);
    Files.createDirectories(elsewhere.getParent());
    Files.move(folder().path(), elsewhere);

    assertThat(new TableFolder(elsewhere).metadataFiles())
        .isNotEmpty()
        .allSatisfy(
            file ->
                assertThat(((MetadataFile.Damaged) file).problem())
                    .isEqualTo("it belongs to a table in " + table.location()));
  }

  private void commit(int times) {
    for (int i = 0; i < times; i++) {
      table.newAppend().commit();
    }
  }

  /** Writes the metadata file of a commit that never reached the catalog. */
  private String leftOver(TableMetadata base, int version) {
    String name = "0000" + version + "-of-a-lost-race.gz.metadata.json";
    TableMetadata lost = base.replaceProperties(Map.of("lost", "yes"));
    TableMetadataParser.write(
        lost, table.io().newOutputFile(table.location() + "/metadata/" + name));
    return name;
  }

  private TableFolder folder() {
    return new TableFolder(LocalWarehouse.path(table.location()));
  }

  private Path file(String name) {
    return folder().path().resolve("metadata").resolve(name);
  }

  private MetadataChoice choice() {
    List<MetadataFile> files = folder().metadataFiles();
    return MetadataChoice.of(files);
  }

  private TableMetadata metadata() {
    return ((HasTableOperations) table).operations().refresh();
  }

  private String current() {
    return Path.of(metadata().metadataFileLocation()).getFileName().toString();
  }
}
