package com.k2.marketdata.lake.maintain.compact;

import com.k2.marketdata.lake.maintain.FileCount;
import java.io.Serializable;
import java.util.List;

/**
 * What a compaction has done.
 *
 * @param commits how many snapshots it committed
 * @param groups how many groups it replaced
 * @param input the files that were replaced
 * @param output the files that replaced them
 * @param givenUp how many groups were rewritten but not committed, because another writer removed
 *     or changed their files meanwhile
 * @param failed how many groups could not be rewritten
 * @param reasons why groups were given up or failed, at most 10 of them
 */
public record CompactResult(
    int commits,
    int groups,
    FileCount input,
    FileCount output,
    int givenUp,
    int failed,
    List<String> reasons)
    implements Serializable {

  /** The result of a compaction without groups. */
  public static final CompactResult NOTHING =
      new CompactResult(0, 0, FileCount.NONE, FileCount.NONE, 0, 0, List.of());
}
