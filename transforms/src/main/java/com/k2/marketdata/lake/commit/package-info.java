/**
 * The end of a cycle: checks the results of all tasks against the plan and commits each table. Uses
 * every other package of {@code lake} except {@code lake.read}. Pipelines use {@link
 * com.k2.marketdata.lake.commit.CommitTables}.
 */
package com.k2.marketdata.lake.commit;
