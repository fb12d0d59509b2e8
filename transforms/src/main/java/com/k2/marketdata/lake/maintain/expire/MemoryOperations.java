package com.k2.marketdata.lake.maintain.expire;

import org.apache.iceberg.LocationProviders;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;

/** A table in memory whose next commit, whatever it contains, leaves it in a given state. */
final class MemoryOperations implements TableOperations {
  private final TableMetadata after;
  private final FileIO io;
  private TableMetadata state;

  MemoryOperations(TableMetadata before, TableMetadata after, FileIO io) {
    this.after = after;
    this.io = io;
    this.state = before;
  }

  @Override
  public TableMetadata current() {
    return state;
  }

  @Override
  public TableMetadata refresh() {
    return state;
  }

  @Override
  public void commit(TableMetadata base, TableMetadata metadata) {
    state = after;
  }

  @Override
  public FileIO io() {
    return io;
  }

  @Override
  public String metadataFileLocation(String fileName) {
    throw new UnsupportedOperationException("Nothing is written for " + fileName);
  }

  @Override
  public LocationProvider locationProvider() {
    return LocationProviders.locationsFor(state.location(), state.properties());
  }
}
