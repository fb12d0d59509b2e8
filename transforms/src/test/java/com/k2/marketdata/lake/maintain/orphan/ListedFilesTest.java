package com.k2.marketdata.lake.maintain.orphan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.util.SerializationUtil;
import org.junit.jupiter.api.Test;

class ListedFilesTest {

  @Test
  void partsHaveTheListingInItsOrder() {
    List<FileInfo> listing = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      listing.add(new FileInfo("s3://bucket/é/" + UUID.randomUUID(), i, 1_000L * i - 1));
    }
    List<ListedFiles> parts = new ArrayList<>();
    ListedFiles.split(listing, 10, parts::add);
    assertThat(parts).hasSize(3);

    List<FileInfo> read = new ArrayList<>();
    for (ListedFiles part : parts) {
      ListedFiles copy =
          SerializationUtil.deserializeFromBytes(SerializationUtil.serializeToBytes(part));
      assertThat(copy).isEqualTo(part);
      copy.forEach(read::add);
    }
    assertThat(read).usingRecursiveComparison().isEqualTo(listing);
  }

  @Test
  void fileTakesLittleMemory() {
    List<FileInfo> listing = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      String name = "00000-" + i + "-" + UUID.randomUUID() + "-00001.parquet";
      listing.add(new FileInfo("s3://bucket/warehouse/market_data/t/data/" + name, 9_999 + i, 1));
    }
    List<ListedFiles> parts = new ArrayList<>();
    ListedFiles.split(listing, 10_000, parts::add);
    assertThat(SerializationUtil.serializeToBytes(parts.get(0)).length).isLessThan(50 * 10_000);
  }
}
