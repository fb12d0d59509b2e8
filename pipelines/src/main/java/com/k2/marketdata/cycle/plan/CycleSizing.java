package com.k2.marketdata.cycle.plan;

import com.k2.marketdata.cycle.CycleScope;
import com.k2.marketdata.cycle.ExchangeCycles;
import com.k2.marketdata.kafka.OffsetRange;
import com.k2.marketdata.kafka.TopicInspector;
import com.k2.marketdata.lake.ledger.Ledger;
import java.util.List;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Limits the cycles of a job by {@link CycleSize}, also after a restart: before a cycle runs that
 * may not fit in memory, a note with its size is stored with the consumer group's offsets. The note
 * is only a hint: without it, the job starts with a cycle of the usual size. Each commit removes
 * it. Not thread-safe.
 */
final class CycleSizing {
  private final CycleScope scope;
  private final @Nullable TopicInspector inspector;
  private final CycleSize size;
  private boolean resumed;

  /**
   * @param inspector null to keep no notes
   */
  CycleSizing(CycleScope scope, @Nullable TopicInspector inspector, CycleSize size) {
    this.scope = scope;
    this.inspector = inspector;
    this.size = size;
  }

  /**
   * The maximum number of offsets of the next cycle.
   *
   * @param position the position that it starts from
   * @param budget the limit of the settings
   */
  long next(Ledger position, long budget, int partitions) {
    if (!resumed && inspector != null) {
      inspector
          .note(scope.group(), scope.topic())
          .flatMap(SizeNote::parse)
          .filter(note -> note.after().equals(position.cycle()))
          .ifPresent(note -> size.didNotFit(note.offsets()));
    }
    resumed = true;
    return size.next(budget, partitions);
  }

  /** Stores the size of a planned cycle, if it may not fit. */
  void announce(Ledger position, Map<Integer, Long> positions, List<OffsetRange> picked) {
    if (inspector != null && size.isUnproven()) {
      inspector.publishPosition(
          scope.group(),
          scope.topic(),
          positions,
          new SizeNote(position.cycle(), RangePlanner.length(picked)).text());
    }
  }

  /** The cycle was committed. */
  void fitted(ExchangeCycles.Cycle cycle) {
    size.fitted(RangePlanner.length(cycle.offsets()));
  }

  /**
   * The cycle did not fit in memory.
   *
   * @return whether the next one will be smaller
   */
  boolean didNotFit(ExchangeCycles.Cycle cycle) {
    long offsets = RangePlanner.length(cycle.offsets());
    size.didNotFit(offsets);
    return offsets > 1;
  }

  /** Whether the last cycle would have been larger, if the message sizes had been known. */
  boolean isLimiting() {
    return size.isLimiting();
  }
}
