package com.k2.marketdata.stack.cluster;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.PrivateFiles;
import com.k2.marketdata.stack.LocalObjectStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** The properties of the catalog, with the tables in the object store. */
final class CatalogFile {
  private CatalogFile() {}

  /** Writes the properties, with secrets, into a file that only its owner can read. */
  static void write(Path file, LocalObjectStore store, ClusterCatalog<?> catalog) {
    Properties properties = new Properties();
    properties.putAll(catalog.properties().orElseThrow());
    properties.putAll(store.catalogProperties().orElseThrow());
    properties.put("io-impl", "org.apache.iceberg.aws.s3.S3FileIO");
    try (OutputStream out = Files.newOutputStream(PrivateFiles.createFile(file))) {
      properties.store(out, "The catalog of the local cluster; written by 'k2 up --cluster'");
    } catch (IOException e) {
      throw new SystemFaultException("Cannot write " + file + ": " + e, e);
    }
  }
}
