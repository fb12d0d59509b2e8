package com.k2.marketdata.lake.maintain.expire;

import java.io.Serializable;
import java.time.Instant;

/**
 * The oldest snapshot of a table that must stay, together with all later ones, for a reason outside
 * of the table. Neither an age nor a limit overrides it.
 */
public sealed interface Floor extends Serializable {
  /** Why the snapshots must stay, as a phrase: "silver has not read them". */
  String reason();

  /** Keeps the snapshots that were committed at an instant or later. */
  record Since(Instant instant, String reason) implements Floor {}

  /** Keeps a snapshot of the table and all later ones. */
  record FromSnapshot(long snapshot, String reason) implements Floor {}
}
