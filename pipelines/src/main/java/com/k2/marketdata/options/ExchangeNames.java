package com.k2.marketdata.options;

import com.k2.marketdata.exchange.Exchanges;
import java.util.Iterator;

/** The names of the exchanges on the class path, for help texts and completion. */
public final class ExchangeNames implements Iterable<String> {
  @Override
  public Iterator<String> iterator() {
    return Exchanges.names().iterator();
  }
}
