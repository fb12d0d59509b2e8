package com.k2.marketdata.lake.maintain.orphan;

import com.k2.marketdata.lake.maintain.MaintenanceStep;
import com.k2.marketdata.lake.maintain.PlannedItem;
import com.k2.marketdata.lake.maintain.orphan.search.OrphanCounts;
import com.k2.marketdata.lake.maintain.orphan.search.OrphanSearch;
import com.k2.marketdata.lake.maintain.orphan.search.PathHashes;
import com.k2.marketdata.lake.maintain.orphan.search.StoredPath;
import com.k2.marketdata.text.Durations;
import java.util.List;
import java.util.function.Consumer;
import org.apache.iceberg.io.FileInfo;

/** Compares listed files with the references. */
final class OrphanComparison {
  private final OrphanSearch search;
  private final PathHashes references;
  private final List<StoredPath> folders;

  OrphanComparison(OrphanSearch search, PathHashes references) {
    this.search = search;
    this.references = references;
    this.folders = search.folders().stream().map(StoredPath::of).toList();
  }

  /** Counts the files of a part of the listing, and emits the orphans among them. */
  OrphanCounts compare(ListedFiles part, Consumer<PlannedItem> orphans) {
    OrphanTally tally = new OrphanTally();
    part.forEach(file -> compare(file, tally, orphans));
    return tally.counts();
  }

  private void compare(FileInfo file, OrphanTally tally, Consumer<PlannedItem> orphans) {
    if (OrphanKinds.isMetadata(file.location())) {
      tally.metadata++;
    } else if (isIgnored(file.location())) {
      tally.ignored++;
    } else if (references.contains(file.location())) {
      tally.referenced++;
    } else if (isYoung(file)) {
      tally.young++;
    } else if (!search.settings().includes(file.location())) {
      tally.notPlanned++;
    } else {
      if (references.containsName(file.location())) {
        tally.renamed = file.location();
      }
      PlannedItem orphan = orphan(file);
      tally.add(orphan);
      orphans.accept(orphan);
    }
  }

  /** Also whether the age is unknown: some stores report zero. */
  private boolean isYoung(FileInfo file) {
    return file.createdAtMillis() <= 0 || ageMillis(file) < search.settings().age().toMillis();
  }

  private long ageMillis(FileInfo file) {
    return search.begun().toEpochMilli() - file.createdAtMillis();
  }

  /** Version hints, folder markers, and files that are hidden or in a hidden folder. */
  private boolean isIgnored(String location) {
    if (location.endsWith("/") || OrphanKinds.name(location).equals("version-hint.text")) {
      return true;
    }
    String path = StoredPath.of(location).path();
    for (StoredPath folder : folders) {
      if (path.startsWith(folder.path() + "/")) {
        String inFolder = path.substring(folder.path().length());
        return inFolder.contains("/.") || inFolder.contains("/_");
      }
    }
    return true; // not in a folder of the table
  }

  private PlannedItem orphan(FileInfo file) {
    return new PlannedItem(
        MaintenanceStep.ORPHANS,
        OrphanKinds.of(file.location()),
        file.location(),
        file.size(),
        ageMillis(file),
        "no snapshot refers to it, and it is older than "
            + Durations.text(search.settings().age()));
  }
}
