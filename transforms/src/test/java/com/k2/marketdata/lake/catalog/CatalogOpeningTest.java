package com.k2.marketdata.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.UsageException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.hadoop.HadoopFileIO;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.io.InputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A class that is missing is bad usage when the catalog is opened. */
class CatalogOpeningTest {
  @TempDir private Path folder;

  /** A FileIO whose library is missing; for Iceberg, which creates it by its class name. */
  public static final class WithoutLibrary extends HadoopFileIO {
    @Override
    public InputFile newInputFile(String location) {
      throw new NoClassDefFoundError("com/example/store/Client");
    }
  }

  /** A catalog whose library is missing; for Iceberg, which creates it by its class name. */
  public static final class CatalogWithoutLibrary extends InMemoryCatalog {
    @Override
    public void initialize(String name, Map<String, String> properties) {
      throw new NoClassDefFoundError("com/example/catalog/Client");
    }
  }

  /** A library that is there but cannot be used. */
  public static final class BrokenLibrary extends HadoopFileIO {
    @Override
    public InputFile newInputFile(String location) {
      throw new NoClassDefFoundError("Could not initialize class org.example.Native");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "catalog-impl, com.example.Absent, com.example.Absent",
    "io-impl, com.example.Absent, com.example.Absent",
    "type, hive, org.apache.iceberg.hive.HiveCatalog",
    "io-impl, com.k2.marketdata.lake.catalog.CatalogOpeningTest$WithoutLibrary,"
        + " com.example.store.Client",
    "catalog-impl, com.k2.marketdata.lake.catalog.CatalogOpeningTest$CatalogWithoutLibrary,"
        + " com.example.catalog.Client"
  })
  void missingClassIsNamedWithItsProperty(String property, String value, String missing) {
    Map<String, String> properties = jdbc();
    if (property.equals("catalog-impl")) {
      properties.remove("type");
    }
    properties.put(property, value);
    assertThatThrownBy(() -> open(properties))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("The catalog property " + property + "=" + value + " requires")
        .hasMessageContaining("requires the class " + missing + ", which is not on the class path")
        .hasMessageContaining("K2_PLUGINS=JAR")
        .hasMessageContaining("--jars JAR");
  }

  @Test
  void missingDriverIsNamedWithoutTheAddress() {
    Map<String, String> properties = jdbc();
    properties.put("uri", "jdbc:absent://host/database?user=k2");
    assertThatThrownBy(() -> open(properties))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("catalog property uri, which begins with jdbc:absent.")
        .hasMessageNotContaining("host");
  }

  @Test
  void locationThatHadoopCannotReadIsNamed() {
    Map<String, String> properties = jdbc();
    properties.put("io-impl", HadoopFileIO.class.getName());
    properties.put("warehouse", "absent://bucket/lake");
    assertThatThrownBy(() -> open(properties))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("cannot read locations that begin with absent://");
  }

  @Test
  void unknownTypeIsBadUsage() {
    assertThatThrownBy(() -> open(Map.of("type", "nonsense")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("among them type=nonsense: Unknown catalog type: nonsense");
  }

  @Test
  void classThatFailedToInitializeIsNotMissing() {
    Map<String, String> properties = jdbc();
    properties.put("io-impl", BrokenLibrary.class.getName());
    assertThatThrownBy(() -> open(properties)).isInstanceOf(NoClassDefFoundError.class);
  }

  @Test
  void completeCatalogIsOpened() {
    Map<String, String> properties = jdbc();
    properties.put("io-impl", HadoopFileIO.class.getName());
    assertThat(open(properties).name()).isEqualTo("k2");
  }

  private Map<String, String> jdbc() {
    return new HashMap<>(
        Map.of(
            "type",
            "jdbc",
            "uri",
            "jdbc:sqlite:" + folder.resolve("catalog.db"),
            "warehouse",
            folder.toUri().toString()));
  }

  private static Catalog open(Map<String, String> properties) {
    return new CatalogConfig("market_data", properties).open();
  }
}
