package com.k2.marketdata.operate.mend;

import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.operate.ExchangeLake;
import java.util.Optional;

/** Which tables of an exchange have lost the ledger of the topic. */
record LostLedgers(ExchangeLake lake) {

  boolean any() {
    return bronzeIsLost()
        || silverIsLost()
        || deadLettersAreLost(lake.silver().flatMap(ExchangeLake.Named::ledger));
  }

  boolean bronzeIsLost() {
    return lake.bronze().filter(ExchangeLake.Named::hasLostLedger).isPresent();
  }

  boolean silverIsLost() {
    return lake.silver().filter(ExchangeLake.Named::hasLostLedger).isPresent();
  }

  /**
   * @param silver silver's ledger, possibly rebuilt; the dead letters' is derived from it
   */
  boolean deadLettersAreLost(Optional<Ledger> silver) {
    return silver.isPresent()
        && lake.deadLetters()
            .filter(table -> table.ledger().isEmpty())
            .filter(table -> table.table().currentSnapshot() != null)
            .filter(table -> silver.get().intent() != null || table.hasLostLedger())
            .isPresent();
  }
}
