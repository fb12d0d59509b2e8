package com.k2.marketdata.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.LocalCatalog;
import com.k2.marketdata.testing.RestCatalogServer;
import com.k2.marketdata.testing.SparkProcedures;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** I8: expiry and orphan removal by the catalog and the store; plain code says what is right. */
@Tag("long")
class I8StoresIT {
  private static final int PARTS = 4;

  @TempDir private Path state;
  @TempDir private Path bucket;
  @TempDir private Path plans;

  @Test
  void bucketWithTheLocalCatalog() {
    check(ofBucket());
  }

  @Test
  void bucketWithARestCatalog() {
    try (RestCatalogServer server = RestCatalogServer.start(ofBucket())) {
      check(
          rest(
              server,
              Map.of(
                  "io-impl", BucketFiles.class.getName(), BucketFiles.FOLDER, bucket.toString())));
    }
  }

  @Test
  void localFilesWithARestCatalog() {
    try (RestCatalogServer server = RestCatalogServer.start(state)) {
      Upkeep upkeep =
          Upkeep.ofAgedTable(
              rest(server, Map.of()), PARTS, state.resolve("warehouse"), SparkProcedures::path);
      check(upkeep);
    }
  }

  private void check(CatalogConfig catalog) {
    Upkeep upkeep =
        Upkeep.ofAgedTable(
            catalog,
            PARTS,
            bucket.resolve("warehouse"),
            location -> BucketFiles.path(bucket, location));
    assertThat(upkeep.table().currentSnapshot().manifestListLocation()).startsWith("s3a://");
    check(upkeep);
  }

  private void check(Upkeep upkeep) {
    MaintenancePlan plan = upkeep.plan(plans);
    MaintenanceOracle oracle =
        MaintenanceOracle.of(upkeep.table(), upkeep.snapshotsBefore(), upkeep.minSnapshots());
    assertThat(plan.snapshots()).isEqualTo(oracle.snapshots());
    assertThat(plan.expired()).isEqualTo(oracle.expired());
    assertThat(upkeep.paths(plan.orphans())).isEqualTo(upkeep.planted().removed());
    upkeep.executesExactly(plan, 1, plans);
  }

  /** K2's local catalog, with the files in a bucket. */
  private CatalogConfig ofBucket() {
    CatalogConfig local = LocalCatalog.in(state, "market_data");
    Map<String, String> properties = new HashMap<>(local.properties());
    properties.put("warehouse", "s3a://bucket/warehouse");
    properties.put("io-impl", BucketFiles.class.getName());
    properties.put(BucketFiles.FOLDER, bucket.toString());
    return new CatalogConfig(local.namespace(), properties);
  }

  private static CatalogConfig rest(RestCatalogServer server, Map<String, String> more) {
    Map<String, String> properties = new HashMap<>(more);
    properties.put("type", "rest");
    properties.put("uri", server.uri());
    properties.put("token", RestCatalogServer.TOKEN);
    return new CatalogConfig("market_data", properties);
  }
}
