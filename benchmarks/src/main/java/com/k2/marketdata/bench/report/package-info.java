/**
 * Turns the measurements into tables, JSON and a chart. Only the command uses this package. It uses
 * {@code measure}.
 */
package com.k2.marketdata.bench.report;
