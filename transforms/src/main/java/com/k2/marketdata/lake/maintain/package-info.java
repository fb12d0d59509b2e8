/**
 * What the steps of table maintenance share: what a step plans, and when it is refused. Each step
 * has its own package: {@code compact}, {@code expire}, {@code orphan}. No step changes a query's
 * answer, loses a position, or disturbs a running writer.
 */
package com.k2.marketdata.lake.maintain;
