package com.k2.marketdata.lake.maintain.orphan.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.iceberg.GenericManifestFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.avro.AvroSchemaUtil;
import org.junit.jupiter.api.Test;

class ManifestBatchesTest {
  private static final int MEGABYTE = 1 << 20;
  private static final Schema SCHEMA =
      AvroSchemaUtil.convert(ManifestFile.schema(), "manifest_file");

  @Test
  void everyManifestIsInOneBatch() {
    List<GenericManifestFile> small = small(120);
    List<List<GenericManifestFile>> batches = ManifestBatches.of(small);
    assertThat(batches.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(small);
    assertThat(batches).extracting(List::size).containsExactlyInAnyOrder(50, 50, 20);
  }

  @Test
  void aBatchHasAtMostAMegabyte() {
    List<GenericManifestFile> manifests = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      manifests.add(manifest("m" + i, MEGABYTE / 3));
    }
    assertThat(ManifestBatches.of(manifests))
        .extracting(List::size)
        .containsExactlyInAnyOrder(3, 3, 1);
  }

  @Test
  void aManifestAboveAMegabyteIsAlone() {
    List<GenericManifestFile> manifests = small(20);
    GenericManifestFile large = manifest("large", MEGABYTE + 1);
    manifests.add(10, large);
    List<List<GenericManifestFile>> batches = ManifestBatches.of(manifests);
    assertThat(batches).contains(List.of(large));
    assertThat(batches.stream().mapToInt(List::size).sum()).isEqualTo(21);
  }

  @Test
  void noManifestsMakeNoBatch() {
    assertThat(ManifestBatches.of(List.of())).isEmpty();
  }

  private static List<GenericManifestFile> small(int count) {
    List<GenericManifestFile> manifests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      manifests.add(manifest("small" + i, 5_000));
    }
    return manifests;
  }

  private static GenericManifestFile manifest(String path, long length) {
    GenericManifestFile manifest = new GenericManifestFile(SCHEMA);
    manifest.put(0, path);
    manifest.put(1, length);
    return manifest;
  }
}
