package com.k2.marketdata.lake.maintain.orphan;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.apache.iceberg.io.FileInfo;

/** A part of a listing, compressed: a runner may keep the whole listing in memory. Immutable. */
final class ListedFiles implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int count;
  private final byte[] compressed;

  private ListedFiles(int count, byte[] compressed) {
    this.count = count;
    this.compressed = compressed;
  }

  /**
   * Splits a listing into parts of at most {@code size} files.
   *
   * @throws UncheckedIOException if the listing fails
   */
  static void split(Iterable<FileInfo> listing, int size, Consumer<ListedFiles> parts) {
    Builder builder = new Builder();
    for (FileInfo file : listing) {
      builder.add(file);
      if (builder.count == size) {
        parts.accept(builder.build());
        builder = new Builder();
      }
    }
    if (builder.count > 0) {
      parts.accept(builder.build());
    }
  }

  /** Calls the action with each file, in the order of the listing. */
  void forEach(Consumer<FileInfo> action) {
    try (DataInputStream in =
        new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(compressed)))) {
      for (int i = 0; i < count; i++) {
        action.accept(new FileInfo(in.readUTF(), in.readLong(), in.readLong()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot decompress a listing", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ListedFiles listed
        && count == listed.count
        && Arrays.equals(compressed, listed.compressed);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(compressed);
  }

  @Override
  public String toString() {
    return count + " listed files";
  }

  private static final class Builder {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes));
    private int count;

    void add(FileInfo file) {
      try {
        out.writeUTF(file.location());
        out.writeLong(file.size());
        out.writeLong(file.createdAtMillis());
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot compress " + file.location(), e);
      }
      count++;
    }

    ListedFiles build() {
      try {
        out.close();
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot compress a listing", e);
      }
      return new ListedFiles(count, bytes.toByteArray());
    }
  }
}
