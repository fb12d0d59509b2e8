package com.k2.marketdata.lake.maintain.expire;

import com.k2.marketdata.text.Counted;
import com.k2.marketdata.text.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says why snapshots expire or are kept. */
record SelectionPhrases(ExpirySettings settings) {

  String tooOld(boolean ofBranch, boolean isAncestor) {
    if (ofBranch) {
      return "older than its branch keeps";
    }
    return "older than "
        + Durations.text(settings.snapshotAge())
        + (isAncestor ? "" : ", and the table was rolled back from it");
  }

  String tooMany() {
    return "more than " + Counted.of(settings.maxSnapshots(), "snapshot");
  }

  String tooLarge() {
    return "more than " + Counted.of(settings.maxMetadataBytes(), "byte") + " of metadata";
  }

  /** What a rule keeps beyond the snapshots that the age and the limits keep. */
  Optional<String> kept(SnapshotSelection.Rule rule, Set<Long> wanted) {
    long more = rule.kept().stream().filter(id -> !wanted.contains(id)).count();
    return more == 0
        ? Optional.empty()
        : Optional.of(
            Counted.of(more, "snapshot") + " would expire, but must be kept: " + rule.reason());
  }

  /** The limits that do not hold. */
  List<String> limits(int snapshots, long bytes) {
    List<String> notes = new ArrayList<>();
    if (snapshots > settings.maxSnapshots()) {
      notes.add(
          Counted.of(snapshots, "snapshot")
              + " must be kept, which is more than the maximum of "
              + settings.maxSnapshots());
    }
    if (bytes > settings.maxMetadataBytes()) {
      notes.add(
          "The snapshots that must be kept need about "
              + Counted.of(bytes, "byte")
              + " of metadata, which is more than the maximum of "
              + Counted.of(settings.maxMetadataBytes(), "byte"));
    }
    return notes;
  }
}
