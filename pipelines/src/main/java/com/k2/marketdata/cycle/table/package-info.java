/**
 * The tables that cycles write, with their ledgers: opens and creates them, reads their positions,
 * computes the ledgers that a cycle commits, and confirms the commit. Used by {@code cycle.plan}
 * and {@code pipeline}.
 */
package com.k2.marketdata.cycle.table;
