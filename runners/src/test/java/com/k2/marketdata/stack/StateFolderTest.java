package com.k2.marketdata.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.testing.Await;
import com.k2.marketdata.testing.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
  @TempDir private Path temp;

  @Test
  void wipeRemovesTheFolderIfItBecomesEmpty() throws IOException {
    StateFolder state = StateFolder.at(temp.resolve("state")).create();
    Files.createDirectories(state.component("kafka").resolve("data"));
    Files.writeString(state.component("kafka").resolve("data/0.log"), "x");
    Files.writeString(state.path().resolve("catalog.db"), "x");

    assertThat(state.wipe()).isEmpty();
    assertThat(state.path()).doesNotExist();
    assertThat(state.wipe()).isEmpty();
  }

  @Test
  void anotherProgramsFolderIsNeitherUsedNorWiped() throws IOException {
    Files.writeString(temp.resolve("thesis.tex"), "x");
    StateFolder state = StateFolder.at(temp);

    assertThatThrownBy(state::create).isInstanceOf(UsageException.class);
    assertThatThrownBy(state::wipe).isInstanceOf(UsageException.class);
    assertThat(temp.resolve("thesis.tex")).exists();
  }

  @Test
  void aFolderCreatedByAPipelineIsUsed() throws IOException {
    Files.createDirectories(temp.resolve("warehouse"));
    Files.writeString(temp.resolve("catalog.ready"), "");

    assertThat(StateFolder.at(temp).create().isMarked()).isTrue();
  }

  @Test
  void symbolicLinksAreKeptAndNotFollowed() throws IOException {
    Path outside = Files.createDirectories(temp.resolve("outside"));
    Files.createDirectories(outside.resolve("market_data/bronze_binance_trades/data"));
    Files.createDirectories(outside.resolve("kafka"));
    StateFolder state = StateFolder.at(temp.resolve("state")).create();
    Path namespace = Files.createDirectories(state.path().resolve("warehouse/market_data"));
    Files.createSymbolicLink(
        namespace.resolve("bronze_binance_trades"),
        outside.resolve("market_data/bronze_binance_trades"));
    Path data = Files.createDirectories(namespace.resolve("silver_dlq_trades/data"));
    Files.createSymbolicLink(data.resolve("link"), outside);
    Files.createSymbolicLink(state.component("kafka"), outside.resolve("kafka"));
    Files.createSymbolicLink(state.path().resolve("catalog.db"), outside.resolve("other.db"));

    assertThat(state.wipe())
        .containsExactly(
            "catalog.db", "stack/kafka", "warehouse/market_data/bronze_binance_trades");

    assertThat(outside.resolve("market_data/bronze_binance_trades/data")).exists();
    assertThat(outside.resolve("kafka")).exists();
    assertThat(data).doesNotExist();
  }

  @Test
  void linkedWarehouseIsKept() throws IOException {
    Path outside = Files.createDirectories(temp.resolve("outside"));
    Path table = Files.createDirectories(outside.resolve("market_data/bronze_x_trades/data"));
    StateFolder state = StateFolder.at(temp.resolve("state")).create();
    Files.createSymbolicLink(state.path().resolve("warehouse"), outside);

    assertThat(state.wipe()).containsExactly("warehouse");

    assertThat(table).exists();
  }

  @Test
  void wipeKeepsWhatAUserPutIntoTheWarehouse() throws IOException {
    StateFolder state = StateFolder.at(temp.resolve("state")).create();
    Path warehouse = state.path().resolve("warehouse");
    for (String file :
        new String[] {
          "warehouse/market_data/bronze_binance_trades/data/day=1/a.parquet",
          "warehouse/market_data/bronze_binance_trades/metadata/00000-a.gz.metadata.json",
          "warehouse/market_data/silver_dlq_trades/data/a.parquet",
          "warehouse/market_data/silver_dlq_trades/notes.txt",
          "warehouse/market_data/my_table/data/a.parquet",
          "warehouse/other/silver_kraken_trades/data/a.parquet",
          "warehouse/mine/report/a.parquet",
          "warehouse/thesis.tex",
          "stack/kafka/data/0.log",
          "stack/backup.tar"
        }) {
      Path path = state.path().resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, "x");
    }

    assertThat(state.wipe())
        .containsExactly(
            "stack/backup.tar",
            "warehouse/market_data/my_table",
            "warehouse/market_data/silver_dlq_trades/notes.txt",
            "warehouse/mine",
            "warehouse/thesis.tex");

    assertThat(warehouse.resolve("market_data/my_table/data/a.parquet")).exists();
    assertThat(warehouse.resolve("mine/report/a.parquet")).exists();
    assertThat(warehouse.resolve("other")).doesNotExist();
    assertThat(warehouse.resolve("market_data/bronze_binance_trades")).doesNotExist();
    assertThat(state.component("kafka")).doesNotExist();
  }

  @Test
  void wipeDeletesTheLocalCluster() throws IOException {
    StateFolder state = StateFolder.at(temp.resolve("state")).create();
    for (String file :
        new String[] {
          "cluster/catalog.properties",
          "stack/store/data/warehouse/a.parquet",
          "stack/postgres/data/PG_VERSION",
          "stack/master/recovery/app_1",
          "stack/worker-2/work/app-1/0/stderr",
          "stack/worker-mine/notes.txt"
        }) {
      Path path = state.path().resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, "x");
    }

    assertThat(state.wipe()).containsExactly("stack/worker-mine");

    assertThat(state.path()).isDirectoryContaining(path -> path.endsWith("stack"));
    assertThat(state.cluster()).doesNotExist();
  }

  /** Java refuses to wait for a file's lock that another thread of the process has. */
  @Test
  void threadsOfOneProcessWaitForEachOther() throws Exception {
    StateFolder state = StateFolder.at(temp.resolve("shared"));
    List<String> steps = new CopyOnWriteArrayList<>();
    Thread hook = new Thread(() -> state.exclusively(() -> steps.add("down")));

    state.exclusively(
        () -> {
          hook.start();
          Await.until("the other thread waits", () -> hook.getState() == Thread.State.BLOCKED);
          steps.add("up");
        });
    hook.join();

    assertThat(steps).containsExactly("up", "down");
  }

  @Test
  void newFoldersArePrivateToTheirUser() throws IOException {
    StateFolder state = StateFolder.at(temp.resolve("new/state")).create();
    state.exclusively(() -> {});
    assertThat(permissions(state.path())).isEqualTo("rwx------");
    assertThat(permissions(state.path().resolve("stack"))).isEqualTo("rwx------");
    assertThat(permissions(state.path().resolve("lock"))).isEqualTo("rw-------");
  }

  @Test
  void contentsOfAnOpenFolderArePrivateToo() throws IOException {
    Path open = Files.createDirectories(temp.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    StateFolder.at(open).create();
    assertThat(permissions(open)).isEqualTo("rwxr-xr-x");
    assertThat(permissions(open.resolve("stack"))).isEqualTo("rwx------");
  }

  @Test
  void fullDiskIsNotBadUsage() throws IOException {
    try (SmallDisk disk = SmallDisk.mount(temp.resolve("disk"))) {
      disk.fill();
      StateFolder state = StateFolder.at(disk.folder().resolve("state"));
      assertThatThrownBy(state::create)
          .isInstanceOf(SystemFaultException.class)
          .hasMessageStartingWith("The disk is full: ")
          .hasMessageContaining(state.path().toString())
          .hasMessageContaining("No space left on device");
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
