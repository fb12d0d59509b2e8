package com.k2.marketdata.lake.ledger;

import com.k2.marketdata.lake.deadletter.DeadLetterFiles;
import java.io.Serializable;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Silver's record of the dead letters that belong to one of its cycles. Their files are written
 * before silver commits and appended to the dead-letter table after it, so that whatever happens in
 * between, they can be completed from these very files.
 *
 * <p>In the dead-letter table's own ledger it stands only after silver went back: {@code cycle} is
 * then the one whose dead letters are the newest there.
 *
 * @param cycle the cycle whose dead letters they are; the dead-letter table's ledger carries it
 *     once they are there
 * @param previous the cycle that the dead-letter table's ledger carried before; null where an
 *     operator moved the ledgers, so that there is nothing to complete
 * @param list the file that lists their data files, see {@link DeadLetterFiles}; null with {@code
 *     previous}
 */
public record DeadLetterIntent(
    String cycle, @Nullable String previous, @Nullable String list, long rows)
    implements Serializable {}
