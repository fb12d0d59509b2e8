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
 * @param givenUp how many groups were not committed, because another writer removed or changed
 *     their files meanwhile
 * @param failed how many groups could not be rewritten or committed
 * @param late how many groups were not rewritten, because they could not be committed in time
 * @param reasons why groups were given up or failed, at most 10 of them
 */
public record CompactResult(
    int commits,
    int groups,
    FileCount input,
    FileCount output,
    int givenUp,
    int failed,
    int late,
    List<String> reasons)
    implements Serializable {}
