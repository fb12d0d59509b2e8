package com.k2.marketdata.lake.maintain.orphan.search;

import com.k2.marketdata.failure.MaintenanceRefusedException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.util.LocationUtil;

/** The folders that a table writes to. */
final class TableFolders {
  /** The properties that move a table's data; the last two are of older versions of Iceberg. */
  private static final List<String> DATA_PATHS =
      List.of(
          TableProperties.WRITE_DATA_LOCATION,
          "write.object-storage.path",
          "write.folder-storage.path");

  private TableFolders() {}

  /**
   * The folders to list for orphans, the one with the metadata first. None contains another.
   *
   * @throws MaintenanceRefusedException if one is outside of the table's location
   */
  static List<String> toList(Table table) {
    String location = LocationUtil.stripTrailingSlash(table.location());
    Set<String> folders = new LinkedHashSet<>();
    folders.add(location + "/metadata");
    folders.add(location + "/data");
    configured(table)
        .forEach(
            (property, folder) -> {
              if (!StoredPath.of(location).contains(StoredPath.of(folder))) {
                throw new MaintenanceRefusedException(
                    "Table "
                        + table.name()
                        + " has "
                        + property
                        + "="
                        + folder
                        + ", which is outside of its location "
                        + location
                        + ". Other tables' files may be there, so its orphans are not removed.");
              }
              folders.add(LocationUtil.stripTrailingSlash(folder));
            });
    return outermost(folders);
  }

  /** The table's location, and its other folders. */
  static List<String> all(Table table) {
    List<String> all = new ArrayList<>(configured(table).values());
    all.add(table.location());
    return all;
  }

  private static Map<String, String> configured(Table table) {
    Map<String, String> folders = new TreeMap<>(table.properties());
    folders
        .keySet()
        .removeIf(
            key ->
                !DATA_PATHS.contains(key) && !key.equals(TableProperties.WRITE_METADATA_LOCATION));
    return folders;
  }

  private static List<String> outermost(Set<String> folders) {
    List<String> outermost = new ArrayList<>();
    for (String folder : folders) {
      StoredPath path = StoredPath.of(folder);
      if (outermost.stream().noneMatch(other -> StoredPath.of(other).contains(path))) {
        outermost.removeIf(other -> path.contains(StoredPath.of(other)));
        outermost.add(folder);
      }
    }
    return outermost;
  }
}
