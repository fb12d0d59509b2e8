package com.k2.marketdata.operate.mend;

import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.RowCount;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.operate.ExchangeLake;
import com.k2.marketdata.operate.offsets.Offsets;
import com.k2.marketdata.operate.offsets.TableOffsets;
import java.util.OptionalLong;

/**
 * Proves from bronze that offsets have no message, and from Kafka where bronze cannot: bronze has
 * every message below its position, unless another tool has changed the number of its rows.
 *
 * @param complete whether bronze has as many rows as its ledgers record
 */
record BronzeAbsence(Ledger ledger, TableOffsets rows, boolean complete, Absence kafka)
    implements Absence {

  /**
   * @param ledger bronze's ledger; one that is not committed yet was rebuilt from complete rows
   * @param rows bronze's rows, as of the table's last refresh
   */
  static BronzeAbsence of(
      ExchangeLake.Named bronze, Ledger ledger, TableOffsets rows, Absence kafka) {
    OptionalLong recorded = TableLedgers.read(bronze.table()).rows();
    boolean complete =
        bronze.ledger().isEmpty()
            || (recorded.isPresent() && recorded.equals(RowCount.of(bronze.table())));
    return new BronzeAbsence(ledger, rows, complete, kafka);
  }

  @Override
  public Offsets among(int partition, Offsets offsets) {
    Offsets withoutRow = offsets.minus(rows.of(ledger.topicId(), partition));
    if (!complete) {
      return kafka.among(partition, withoutRow);
    }
    Offsets claimed =
        Offsets.range(ledger.first().getOrDefault(partition, 0L), ledger.next(partition))
            .minus(KnownPositions.skipped(ledger, partition));
    Offsets absent = withoutRow.and(claimed);
    return absent.plus(kafka.among(partition, withoutRow.minus(absent)));
  }
}
