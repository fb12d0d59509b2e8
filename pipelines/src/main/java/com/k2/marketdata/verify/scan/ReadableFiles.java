package com.k2.marketdata.verify.scan;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.table.TableRole;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.iceberg.CombinedScanTask;

/**
 * The data files of a pinned table whose manifests can be read, grouped into tasks.
 *
 * @param faults the manifests that cannot be read; if there are any, the tasks may have the
 *     statistics of all columns
 */
public record ReadableFiles(List<CombinedScanTask> tasks, List<FileFault> faults) {

  /**
   * Runs a plan. If it fails because of missing or damaged manifests, lists the files of the
   * others, and the pending dead letters, which are in no manifest.
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
      List<CombinedScanTask> tasks = new ArrayList<>(check.readable());
      if (role == TableRole.DEAD_LETTERS) {
        tasks.addAll(ScanPlan.pendingDeadLetters(lake));
      }
      return new ReadableFiles(tasks, faults);
    }
  }
}
