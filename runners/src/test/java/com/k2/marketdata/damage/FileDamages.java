package com.k2.marketdata.damage;

import static com.k2.marketdata.damage.Damage.differing;
import static com.k2.marketdata.damage.Damage.finding;
import static com.k2.marketdata.damage.Damage.found;
import static com.k2.marketdata.damage.Damage.inContents;
import static com.k2.marketdata.testing.Market.BRONZE;
import static com.k2.marketdata.testing.Market.DEAD_LETTERS;
import static com.k2.marketdata.testing.Market.SILVER;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.LocalInputFile;

/** Damages of data files. */
final class FileDamages {
  private FileDamages() {}

  static List<Damage> all() {
    return List.of(
        found(
            "a data file is missing",
            lake -> Files.delete(lake.file(BRONZE)),
            finding("FILE_MISSING", BRONZE),
            finding("WITHOUT_BRONZE", SILVER)),
        found(
            "a data file of the dead letters is missing",
            lake -> Files.delete(lake.file(DEAD_LETTERS)),
            finding("FILE_MISSING", DEAD_LETTERS)),
        found(
            "a data file is cut off",
            lake -> write(lake.file(SILVER), bytes -> Arrays.copyOf(bytes, bytes.length / 2)),
            finding("FILE_DAMAGED", SILVER)),
        found(
            "a data file is empty",
            lake -> write(lake.file(SILVER), bytes -> new byte[0]),
            finding("FILE_DAMAGED", SILVER)),
        found(
            "a data file has zeros instead of a block",
            lake ->
                write(
                    lake.file(SILVER),
                    bytes -> {
                      Arrays.fill(bytes, 4, bytes.length - 4 - footerLength(bytes), (byte) 0);
                      return bytes;
                    }),
            finding("FILE_DAMAGED", SILVER)),
        found(
            "a bit flips in a page of offsets",
            lake -> flipInColumn(lake.file(SILVER), "kafka_offset"),
            finding("FILE_DAMAGED", SILVER)),
        inContents(
            "a bit flips in a page of prices",
            lake -> flipInColumn(lake.file(SILVER), "price"),
            finding("FILE_DAMAGED", SILVER)),
        inContents(
            "a bit flips in a page of messages",
            lake -> flipInColumn(lake.file(BRONZE), "raw_bytes"),
            finding("FILE_DAMAGED", BRONZE)),
        differing(
            "a bit flips in a dictionary",
            lake -> flip(lake.file(SILVER), dictionaryEnd(lake.file(SILVER), "side")),
            "CHANGED",
            SILVER,
            "side"),
        found(
            "a bit flips in the footer's length",
            lake -> flip(lake.file(SILVER), Files.size(lake.file(SILVER)) - 7),
            finding("FILE_DAMAGED", SILVER)),
        found(
            "a bit flips in the footer",
            lake -> flip(lake.file(SILVER), footerStart(lake.file(SILVER))),
            finding("FILE_DAMAGED", SILVER)),
        found(
            "a data file is replaced by an older file",
            lake ->
                Files.write(
                    lake.file(BRONZE),
                    Files.readAllBytes(DamagedLake.path(lake.files(BRONZE).get(1).location()))),
            finding("FILE_DAMAGED", BRONZE)));
  }

  /** Changes the bytes of a file. */
  private interface Edit {
    byte[] apply(byte[] bytes);
  }

  private static void write(Path file, Edit edit) throws IOException {
    Files.write(file, edit.apply(Files.readAllBytes(file)));
  }

  /** Flips a bit near the end of the column's last data page. */
  private static void flipInColumn(Path file, String column) throws IOException {
    ColumnChunkMetaData chunk = chunk(file, column);
    flip(file, chunk.getStartingPos() + chunk.getTotalSize() - 4);
  }

  private static long dictionaryEnd(Path file, String column) throws IOException {
    return chunk(file, column).getFirstDataPageOffset() - 4;
  }

  private static ColumnChunkMetaData chunk(Path file, String column) throws IOException {
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      return reader.getFooter().getBlocks().get(0).getColumns().stream()
          .filter(chunk -> chunk.getPath().toDotString().equals(column))
          .findFirst()
          .orElseThrow();
    }
  }

  private static void flip(Path file, long at) throws IOException {
    write(
        file,
        bytes -> {
          bytes[(int) at] ^= 1;
          return bytes;
        });
  }

  private static long footerStart(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    return bytes.length - 8 - footerLength(bytes) + 4L;
  }

  /** The length of a Parquet file's footer with its length, which are before the magic number. */
  private static int footerLength(byte[] file) {
    return ByteBuffer.wrap(file, file.length - 8, 4).order(ByteOrder.LITTLE_ENDIAN).getInt() + 4;
  }
}
