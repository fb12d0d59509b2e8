package com.k2.marketdata.operate.mend;

import com.k2.marketdata.operate.offsets.Offsets;

/**
 * Proves that a topic has had no message at an offset that K2 could read: the offset was a
 * transaction marker, an aborted message, or a key that was compacted before K2 read it.
 */
@FunctionalInterface
interface Absence {

  /** Those of the given offsets at which there was no message, as far as that can be proved. */
  Offsets among(int partition, Offsets offsets);
}
