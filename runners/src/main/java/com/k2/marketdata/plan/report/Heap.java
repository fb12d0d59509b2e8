package com.k2.marketdata.plan.report;

import com.k2.marketdata.plan.Executor;
import com.k2.marketdata.plan.Job;
import com.k2.marketdata.plan.MemorySize;
import com.k2.marketdata.spark.MemorySettings;

/**
 * The heap of an executor by region, and how many records a cycle of its job may have. All sizes
 * are in megabytes.
 *
 * @param usable the heap without a survivor space of the serial collector, as Spark counts it
 * @param reserved for Spark itself
 * @param execution for shuffles and, as far as they leave it, storage
 * @param storage for persisted blocks that execution does not evict
 * @param user the rest by Spark's count
 * @param taskBuffers the buffers of all tasks that run at once: per task 16 MB of fetched batches,
 *     16 MB of polled messages and 16 MB of rows that are spilled
 * @param rows what is left of the heap for the rows of open files
 */
public record Heap(
    int usable, int reserved, int execution, int storage, int user, int taskBuffers, int rows) {
  /** Spark requires 450 MB of {@link #usable}, about 466 MB of heap. A plan requires this. */
  public static final MemorySize SMALLEST = new MemorySize(480);

  private static final int TASK_MEGABYTES = 3 * 16;

  static Heap of(Executor executor) {
    int usable = usable(executor.budget().heap());
    int free = Math.max(0, usable - MemorySettings.RESERVED_MEGABYTES);
    int unified = (int) (free * MemorySettings.FRACTION);
    int storage = (int) (unified * MemorySettings.STORAGE_FRACTION);
    int taskBuffers = executor.cores() * TASK_MEGABYTES;
    return new Heap(
        usable,
        MemorySettings.RESERVED_MEGABYTES,
        unified - storage,
        storage,
        free - unified,
        taskBuffers,
        Math.max(0, free - taskBuffers));
  }

  /** The serial collector keeps one of two survivor spaces empty: a tenth of a third. */
  private static int usable(MemorySize heap) {
    return heap.megabytes() - heap.megabytes() / 30;
  }

  /**
   * The largest number of records of a cycle whose rows fit, even if they do not compress: each
   * executor has an equal part of them, and writes each row to every table of the pipeline.
   */
  static long safeRecords(Job job) {
    long bytes = (long) of(job.executor()).rows << 20;
    return bytes / rowBytes(job) * job.executor().count();
  }

  /** The smallest heap of an executor that has room for cycles of this many records. */
  static MemorySize smallestFor(Job job, long records) {
    long perExecutor = (records + job.executor().count() - 1) / job.executor().count();
    long rows = (perExecutor * rowBytes(job) + (1 << 20) - 1) >> 20;
    int usable =
        (int) rows + job.executor().cores() * TASK_MEGABYTES + MemorySettings.RESERVED_MEGABYTES;
    int heap = Math.max(SMALLEST.megabytes(), usable);
    while (usable(new MemorySize(heap)) < usable) {
      heap++;
    }
    return new MemorySize(heap);
  }

  private static long rowBytes(Job job) {
    return (long) job.recordBytes() * (job.pipeline().equals("medallion") ? 2 : 1);
  }
}
