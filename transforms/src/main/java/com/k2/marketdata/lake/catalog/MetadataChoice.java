package com.k2.marketdata.lake.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The metadata files that may be a table's current one. A commit that lost a race, or whose process
 * died, leaves a file that was never current.
 *
 * @param candidates newest version first; every file that the newest one does not succeed, and the
 *     newest one itself
 * @param newest the only candidate, if there is one and it is readable
 */
public record MetadataChoice(
    List<MetadataFile> candidates, Optional<MetadataFile.Readable> newest) {

  /** The choice among all metadata files of a table. */
  public static MetadataChoice of(List<MetadataFile> files) {
    List<MetadataFile> sorted =
        files.stream()
            .sorted(
                Comparator.comparingInt(MetadataFile::version)
                    .reversed()
                    .thenComparing(MetadataFile::name))
            .toList();
    if (sorted.isEmpty() || !(sorted.get(0) instanceof MetadataFile.Readable newest)) {
      return new MetadataChoice(sorted, Optional.empty());
    }
    List<MetadataFile> candidates = new ArrayList<>(List.of(newest));
    sorted.stream().skip(1).filter(file -> !newest.succeeds(file)).forEach(candidates::add);
    return new MetadataChoice(
        List.copyOf(candidates), candidates.size() == 1 ? Optional.of(newest) : Optional.empty());
  }
}
