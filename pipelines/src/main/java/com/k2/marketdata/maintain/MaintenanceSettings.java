package com.k2.marketdata.maintain;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.lake.maintain.MaintenanceStep;
import com.k2.marketdata.lake.maintain.compact.CompactSettings;
import com.k2.marketdata.lake.maintain.expire.ExpirySettings;
import com.k2.marketdata.lake.maintain.orphan.search.OrphanSettings;
import com.k2.marketdata.options.MaintenanceOptions;
import com.k2.marketdata.options.form.Quantities;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What a run of maintenance does.
 *
 * @param tables names without the namespace, or {@code all}
 * @param execute whether tables are changed
 * @param plan the file to write the plan to; with {@code execute}, the file with an earlier plan
 */
public record MaintenanceSettings(
    List<String> tables,
    Set<MaintenanceStep> steps,
    boolean execute,
    Optional<Path> plan,
    CompactSettings compact,
    ExpirySettings expiry,
    OrphanSettings orphans) {

  /**
   * The settings that the options describe.
   *
   * @throws UsageException if an option is wrong
   */
  public static MaintenanceSettings of(MaintenanceOptions options) {
    OrphanSettings orphans = orphans(options);
    return new MaintenanceSettings(
        tables(options.getTables()),
        steps(options.getSteps()),
        options.getExecute(),
        Optional.ofNullable(options.getPlan()).map(Path::of),
        CompactSettings.DEFAULTS
            .withSettle(Quantities.duration("settle", options.getSettle()))
            .withMaxBytes(Quantities.bytes("maxRewriteBytes", options.getMaxRewriteBytes())),
        ExpirySettings.defaults()
            .withSnapshotAge(
                Quantities.duration("snapshotAge", options.getSnapshotAge()), options.getYoung())
            .withSnapshots(options.getMinSnapshots(), options.getMaxSnapshots())
            .withMaxMetadataBytes(Quantities.bytes("maxMetadata", options.getMaxMetadata())),
        options.getExecute() ? orphans.executing() : orphans);
  }

  private static List<String> tables(@Nullable List<String> names) {
    List<String> tables = names == null ? List.of(MaintenanceOptions.ALL) : List.copyOf(names);
    TableName.of(tables);
    return tables;
  }

  private static Set<MaintenanceStep> steps(@Nullable List<String> names) {
    if (names == null) {
      return EnumSet.allOf(MaintenanceStep.class);
    }
    Set<MaintenanceStep> steps = EnumSet.noneOf(MaintenanceStep.class);
    for (String name : names) {
      try {
        steps.add(MaintenanceStep.valueOf(name.toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException e) {
        throw new UsageException(
            "--steps has no step '" + name + "'. The steps are: compact, expire, orphans.", e);
      }
    }
    return steps;
  }

  private static OrphanSettings orphans(MaintenanceOptions options) {
    return OrphanSettings.DEFAULTS
        .withAge(Quantities.duration("orphanAge", options.getOrphanAge()), options.getYoung())
        .withMaxShare(options.getMaxShare());
  }

  /** The limits and ages, for the header of a plan. */
  Map<String, String> described() {
    Map<String, String> all = new TreeMap<>();
    all.put("settle", compact.settle().toString());
    all.put("maxRewriteBytes", Long.toString(compact.maxBytes()));
    all.put("snapshotAge", expiry.snapshotAge().toString());
    all.put("minSnapshots", Integer.toString(expiry.minSnapshots()));
    all.put("maxSnapshots", Integer.toString(expiry.maxSnapshots()));
    all.put("maxMetadata", Long.toString(expiry.maxMetadataBytes()));
    all.put("orphanAge", orphans.age().toString());
    all.put("maxShare", Double.toString(orphans.maxShare()));
    all.put("young", Boolean.toString(orphans.young()));
    return all;
  }
}
