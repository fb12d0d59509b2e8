package com.k2.marketdata.verify.scan;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.table.TableRole;
import java.util.List;
import java.util.function.Supplier;
import org.apache.iceberg.CombinedScanTask;

/**
 * The data files of a pinned table whose manifests can be read, grouped into tasks.
 *
 * @param faults the manifests that cannot be read; if there are any, the bounds in the tasks may be
 *     those of all columns
 */
public record ReadableFiles(List<CombinedScanTask> tasks, List<FileFault> faults) {

  /**
   * Runs a plan. If it fails because of missing or damaged manifests, lists the files of the
   * others.
   *
   * @throws SystemFaultException if the plan fails for another reason
   */
  public static ReadableFiles of(
      PinnedLake lake, TableRole role, Supplier<List<CombinedScanTask>> plan) {
    try {
      return new ReadableFiles(plan.get(), List.of());
    } catch (SystemFaultException e) {
      ManifestCheck check = ManifestCheck.of(lake, role);
      List<FileFault> faults = check.faults();
      if (faults.isEmpty()) {
        throw e;
      }
      return new ReadableFiles(check.readable(), faults);
    }
  }
}
